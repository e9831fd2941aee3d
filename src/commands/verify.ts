import { relative } from 'node:path'
import { openRelease, type OpenRelease } from '../engine/release/open-release.ts'
import { unapprovedNow } from '../engine/release/approval-now.ts'
import { verifySealed } from '../engine/release/sealed-release.ts'
import { PURGED, PURGED_FILE, verifyRelease, type Verification } from '../engine/release/verify.ts'
import { isObjects } from '../engine/read/address.ts'
import { releaseReport } from '../evidence/report/report-input.ts'
import { existingLog, logPlace, readingLog } from './log-place.ts'
import { PerdeError } from '../errors.ts'
import { counted, thousands } from './numbers.ts'
import type { ExitStatus, Terminal } from './terminal.ts'
import { trustText } from './trust-text.ts'
import { verdictText } from './verdict-text.ts'
import { visibleText } from './visible.ts'

export interface VerifyCommandOptions {
  log?: string
  trust?: string
  from?: string
  details?: boolean
  unseal?: boolean
  json?: boolean
}

/** `perde verify RELEASE`: 0 verified, 3 consistent only with itself, 65 not what was released. */
export async function verifyCommand(
  release: string,
  options: VerifyCommandOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const log = givenLog(options.log, terminal)
  const open = await openRelease(release, terminal.cwd, terminal.env)
  try {
    if (log === undefined) return await verifyOpen(open, undefined, options, terminal)
    return await readingLog(log, (dir) => verifyOpen(open, dir, options, terminal))
  } finally {
    open.close()
  }
}

/** `none`: the release is checked alone; a log that is named is there, or LOG_INVALID. Where none is named the usual one may be absent. */
function givenLog(option: string | undefined, { env, cwd }: Terminal): string | undefined {
  if (option === 'none') return undefined
  const place = logPlace(option, env, cwd)
  return isObjects(place) || (option === undefined && !env['PERDE_LOG']) ? place : existingLog(option, env, cwd)
}

async function verifyOpen(
  { dir, elsewhere, shown }: OpenRelease,
  log: string | undefined,
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
  if (options.unseal === true) {
    if (elsewhere) throw filesElsewhere(shown)
    await openSealed(verification, { dir, log, env: terminal.env })
  }
  if (options.json === true) await terminal.out(`${JSON.stringify(jsonOf(verification), undefined, 2)}\n`)
  else {
    const named = elsewhere ? shown : relative(terminal.cwd, dir) || '.'
    terminal.err(
      verification.ok
        ? holdsText(verification, { dir, named, extent: options.details === true ? 'details' : 'verdict' }) +
            approvalNote(verification, log)
        : problemsText(verification, named),
    )
  }
  return !verification.ok ? 65 : verification.against === 'itself' ? 3 : 0
}

function filesElsewhere(part: string): PerdeError {
  return new PerdeError('USAGE', '--unseal looks into files in a folder of this machine', {
    where: { part },
    hints: [
      'leave it out: the sealed files are checked; perde use opens them, and holds what is in them against the manifest',
    ],
  })
}

/** With the key what is in sealed files is checked too; the problems found are those of the verification. */
async function openSealed(
  verification: Verification,
  { dir, log, env }: { dir: string; log: string | undefined; env: NodeJS.ProcessEnv },
): Promise<void> {
  if (log === undefined)
    throw new PerdeError('USAGE', '--unseal needs the log of the run, beside which the key is kept', {
      hints: ['name it with --log DIR or PERDE_LOG'],
    })
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

function problemsText({ problems }: Verification, release: string): string {
  // A release without data is not what was released; that this is as it should be stands in the log, and is no problem more.
  const purge = problems.find(({ code }) => code === PURGED)
  const others = problems.filter((problem) => problem !== purge)
  const purged = purge ? `perde: ${release}: ${purge.message}   [PURGED]\n` : ''
  if (others.length === 0) return `${purged}perde: what is left of it is as it was released\n`
  const list = others
    .slice(0, 20)
    .map((p) => `perde: ${p.path === undefined ? '' : `${visibleText(p.path)}: `}${p.message}   [${p.code}]\n`)
  const rest = others.length > 20 ? `perde: and ${others.length - 20} more\n` : ''
  const isThere = others.every(({ code }) => code === PURGED_FILE)
  const what = !purge
    ? `${release} is not what was released`
    : isThere
      ? `what was to be purged of ${release} is there`
      : `what is left of ${release} is not as it was released`
  return `${purged}${list.join('')}${rest}perde: error: ${what}: ${counted(others.length, 'problem')}\n`
}

/** What was approved when it was made may not be any more. */
function approvalNote({ against, manifest }: Verification, log: string | undefined): string {
  if (log === undefined || against === 'itself' || !manifest.approval?.approved.length) return ''
  const denial = unapprovedNow(log, manifest, undefined, new Date())
  return denial ? `perde: note: ${denial.message}: perde use denies it   [${denial.code}]\n` : ''
}

const WHOM = {
  log: 'the log at hand agrees',
  trust: 'it agrees with the key or checkpoint that you trust',
  itself: 'its key came with the release, so it is consistent with itself and no more',
}

/** The verdict on a release that is as it was released. */
function holdsText(
  { against, manifest }: Verification,
  { dir, named, extent }: { dir: string; named: string; extent: 'verdict' | 'details' },
): string {
  const { consent, risk } = releaseReport(dir)
  const { log, records, outputs, files } = manifest
  const verdict = verdictText({
    manifest,
    excluded: consent?.excluded ?? {},
    risk,
    fit: 'was fit for use when it was made',
    opening: `${named} is as it was released, and`,
    log: `entry ${log.index} of ${log.origin}, proven and signed: ${WHOM[against]}`,
  })
  const details = [
    `  release   ${manifest.release}, made ${manifest.created.slice(0, 10)}`,
    `  sum       ${thousands(records.in)} read = ${thousands(records.out)} released + ${thousands(records.excluded)} without consent + ${thousands(records.suppressed)} suppressed + ${thousands(records.quarantined)} quarantined`,
    `  files     ${counted(outputs.length + files.length, 'file')}, every digest right, nothing added`,
  ]
  const hint =
    against === 'itself'
      ? 'perde: hint: nothing from outside vouches for it: name the log with --log DIR, or a key you trust with --trust VKEY\n'
      : ''
  return `${verdict}${extent === 'details' ? `${details.join('\n')}\n` : ''}${hint}`
}
