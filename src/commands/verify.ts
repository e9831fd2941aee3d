import { relative } from 'node:path'
import { openRelease, type OpenRelease } from '../engine/release/open-release.ts'
import { verifySealed } from '../engine/release/sealed-release.ts'
import { verifyRelease, type Verification } from '../engine/release/verify.ts'
import { logPlace, readingLog } from './log-place.ts'
import { counted, thousands } from './numbers.ts'
import type { ExitStatus, Terminal } from './terminal.ts'
import { trustText } from './trust-text.ts'

export interface VerifyCommandOptions {
  log?: string
  trust?: string
  from?: string
  unseal?: boolean
  json?: boolean
}

/** `perde verify RELEASE`: 0 verified, 3 consistent only with itself, 65 not what was released. */
export async function verifyCommand(
  release: string,
  options: VerifyCommandOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const log = logPlace(options.log, terminal.env, terminal.cwd)
  const open = await openRelease(release, terminal.cwd, terminal.env)
  try {
    return await readingLog(log, (dir) => verifyOpen(open, dir, options, terminal))
  } finally {
    open.close()
  }
}

async function verifyOpen(
  { dir, elsewhere, shown }: OpenRelease,
  log: string,
  options: VerifyCommandOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const verification = verifyRelease({
    release: dir,
    log,
    ...(elsewhere && { elsewhere }),
    ...(options.trust !== undefined && { trust: trustText(options.trust, terminal.cwd) }),
    ...(options.from !== undefined && { from: trustText(options.from, terminal.cwd) }),
  })
  if (options.unseal === true) await openSealed(verification, { dir, log, env: terminal.env })
  if (options.json === true) await terminal.out(`${JSON.stringify(jsonOf(verification), undefined, 2)}\n`)
  else terminal.err(verifyText(verification, elsewhere ? shown : relative(terminal.cwd, dir) || '.'))
  return !verification.ok ? 65 : verification.against === 'itself' ? 3 : 0
}

/** With the key what is in sealed files is checked too; the problems found are those of the verification. */
async function openSealed(
  verification: Verification,
  { dir, log, env }: { dir: string; log: string; env: NodeJS.ProcessEnv },
): Promise<void> {
  const found = await verifySealed(dir, log, verification.manifest, env)
  verification.problems.push(...found)
  verification.ok &&= found.length === 0
}

function jsonOf({ ok, against, manifest, manifestSha256, problems }: Verification) {
  return {
    ok,
    against,
    release: manifest.release,
    manifestSha256,
    records: manifest.records,
    log: manifest.log,
    problems,
  }
}

/** A release without data is not what was released; that this is as it should be stands in the log. */
function purgedText(message: string, release: string): string {
  return `perde: ${release}: ${message}   [PURGED]\nperde: what is left of it is as it was released\n`
}

function approvalLine({ approval }: Verification['manifest']): string[] {
  if (!approval) return []
  const names = approval.approved.map(({ vkey }) => vkey.split('+')[0]!)
  return [
    `  approval  ${names.length > 0 ? `by ${names.join(', ')}` : 'nobody approved the policy: the release may not be used'}`,
  ]
}

function verifyText({ ok, against, manifest, problems }: Verification, release: string): string {
  const [only, ...more] = problems
  if (only?.code === 'PURGED' && more.length === 0) return purgedText(only.message, release)
  if (!ok) {
    const list = problems
      .slice(0, 20)
      .map((p) => `perde: ${p.path === undefined ? '' : `${p.path}: `}${p.message}   [${p.code}]\n`)
    const rest = problems.length > 20 ? `perde: and ${problems.length - 20} more\n` : ''
    return `${list.join('')}${rest}perde: error: ${release} is not what was released: ${counted(problems.length, 'problem')}\n`
  }
  const whom = {
    log: 'agrees with the log at hand',
    trust: 'agrees with the key or checkpoint that you trust',
    itself: 'is consistent with itself',
  }[against]
  const { records } = manifest
  const lines = [
    `perde: ${release} ${whom}`,
    `  release   ${manifest.release}, made ${manifest.created.slice(0, 10)} for ${manifest.purpose} / ${manifest.processing}`,
    `  records   ${thousands(records.in)} read = ${thousands(records.out)} released + ${thousands(records.excluded)} without consent + ${thousands(records.suppressed)} suppressed + ${thousands(records.quarantined)} quarantined`,
    `  files     ${counted(manifest.outputs.length + manifest.files.length, 'file')}, every digest right, nothing added`,
    ...approvalLine(manifest),
    `  log       entry ${manifest.log.index} of ${manifest.log.origin}, proven and signed`,
  ]
  const hint =
    against === 'itself'
      ? 'perde: hint: nothing from outside vouches for it: name the log with --log DIR, or a key you trust with --trust VKEY\n'
      : ''
  return `${lines.join('\n')}\n${hint}`
}
