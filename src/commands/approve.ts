import { relative, resolve } from 'node:path'
import { approvedFilesFile, approvePolicy, removeApprovals, revokeApproval } from '../engine/policy-files/approvals.ts'
import { namedFiles } from '../engine/policy-files/named-files.ts'
import { refuseFreshLog, refuseOtherLog } from '../engine/policy-files/named-log.ts'
import { openPolicy, type OpenPolicy } from '../engine/policy-files/open-policy.ts'
import { PerdeError } from '../errors.ts'
import { revocationsIn } from '../evidence/approval/revocation.ts'
import { readEntries } from '../evidence/log/log-reader.ts'
import { keyFingerprint } from '../evidence/log/vkey.ts'
import { loadKey } from '../keys/sources.ts'
import type { ApprovalSpec } from '../policy/policy.ts'
import { isCivilDate } from '../record/civil-date.ts'
import { appendEntry } from './append-entry.ts'
import { logAtHand, logPlace, writingExistingLog } from './log-place.ts'
import type { ExitStatus, Terminal } from './terminal.ts'

export interface ApproveOptions {
  key: string
  until?: string
  revoke?: boolean
  log?: string
  json?: boolean
}

/** `perde approve POLICY --key FILE`: signs the digests of the policy and of the files that it names, beside it; or takes that back. */
export async function approveCommand(
  policyFile: string,
  options: ApproveOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  if (options.until !== undefined && (options.revoke === true || !isCivilDate(options.until)))
    throw new PerdeError('USAGE', '--until is a date such as 2027-03-31, of an approval that is given')
  const opened = openPolicy(policyFile, terminal.cwd, new Date())
  const { approval } = opened.policy
  if (!approval)
    throw new PerdeError('USAGE', 'the policy does not ask for an approval', {
      where: { part: policyFile },
      hints: ['write into it whose: approval: { keys: [VKEY] }, as perde key public FILE --name NAME prints it'],
    })
  // Another log would hold the revocation where neither run nor use looks.
  const place = logPlace(options.log, terminal.env, terminal.cwd, {
    log: opened.policy.audit.log,
    baseDir: opened.baseDir,
  })
  refuseOtherLog(opened.policy, opened.baseDir, place)
  const { root } = await loadKey({ file: options.key }, { baseDir: terminal.cwd, env: terminal.env })
  const asked = { ...opened, policyFile, approval, seed: root, place }
  return options.revoke === true ? revoke(asked, options, terminal) : approve(asked, options, terminal)
}

interface Asked extends OpenPolicy {
  policyFile: string
  approval: ApprovalSpec
  seed: Uint8Array
  /** folder or address of the log */
  place: string
}

async function approve(
  { policy, digest, baseDir, policyFile, approval, seed }: Asked,
  options: ApproveOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const files = await namedFiles(policy, baseDir)
  const names = Object.keys(files).sort()
  // Before the signature, so that whoever signs can hold them against what they looked at.
  if (options.json !== true) {
    terminal.err(`perde: the policy is ${digest}  ${policyFile}\n`)
    for (const name of names) terminal.err(`perde: with        ${files[name]!}  ${name}\n`)
  }
  const read = logAtHand(options.log, terminal, { log: policy.audit.log, baseDir })
  const revocations = await read((dir) => Promise.resolve(revocationsIn(readEntries(dir), digest)))
  const of = { policyFile: resolve(terminal.cwd, policyFile), baseDir, policySha256: digest, files }
  const given = approvePolicy(of, approval, seed, {
    now: new Date(),
    until: options.until,
    revocations: revocations ?? [],
  })
  const { name, vkey } = given.signer
  const shown = relative(terminal.cwd, given.file)
  if (options.json === true) {
    const term = { from: given.from, ...(given.until !== undefined && { until: given.until }) }
    const told = { policySha256: digest, files: names, filesSha256: files, name, fingerprint: keyFingerprint(vkey) }
    await terminal.out(`${JSON.stringify({ ...told, ...term, file: shown }, undefined, 2)}\n`)
  } else
    terminal.err(
      [
        `perde: ${policyFile} is approved by ${name} (key ${keyFingerprint(vkey)}), ${given.until === undefined ? 'until it is taken back' : `until ${given.until}`}`,
        names.length === 0
          ? `perde: hint: the signature is in ${shown} and is of the policy as it is now; a change makes it void`
          : `perde: hint: the signature is in ${shown} and is of the policy and these files as they are now; a change of any makes it void. Their list is ${relative(terminal.cwd, approvedFilesFile(of.policyFile))}: keep it beside`,
        '',
      ].join('\n'),
    )
  return 0
}

/** The log first: from then on nobody gets round it by putting the file back. */
async function revoke(
  { policy, digest, baseDir, policyFile, approval, seed, place }: Asked,
  options: ApproveOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const file = resolve(terminal.cwd, policyFile)
  const taken = revokeApproval({ policyFile: file, policySha256: digest }, approval, seed, new Date())
  const source = policy.audit.key
  const signingKey = source && (await loadKey(source, { baseDir, env: terminal.env })).root
  const index = await writingExistingLog(place, terminal, async (log) => {
    refuseFreshLog(policy, log.dir)
    return appendEntry(log, signingKey, { type: 'officer.revocation', actor: 'officer', ...taken })
  })
  removeApprovals(file)
  const fingerprint = keyFingerprint(taken.vkey)
  if (options.json === true)
    await terminal.out(`${JSON.stringify({ policySha256: digest, index, at: taken.at, fingerprint }, undefined, 2)}\n`)
  else
    terminal.err(
      [
        `perde: what key ${fingerprint} approved of ${policyFile} is taken back, entry ${index} of the log: ${digest}`,
        'perde: hint: perde run and perde use go by it from now on; of another text of the policy, as it was before a change, it says nothing',
        '',
      ].join('\n'),
    )
  return 0
}
