import { isSameKey, signerAmong, type Approval } from '../../evidence/approval/approval.ts'
import type { FileDigests } from '../../evidence/approval/approved-files.ts'
import { revocationsIn, takenBack } from '../../evidence/approval/revocation.ts'
import { termState } from '../../policy/approval-term.ts'
import { readEntries } from '../../evidence/log/log-reader.ts'
import type { LogWriter } from '../../evidence/log/log-writer.ts'
import { signingKeys } from '../../evidence/log/key-periods.ts'
import type { Manifest } from '../../evidence/release/manifest.ts'
import type { RunJob } from '../freeze/job.ts'
import type { Roots } from '../freeze/derive-keys.ts'
import { readApprovals, type FoundApprovals } from '../policy-files/approvals.ts'
import { namedFiles } from '../policy-files/named-files.ts'

export interface ApprovalStep {
  /** undefined: the policy asks nobody */
  approval: Manifest['approval']
  /** the files of the policy as they were approved; undefined: nobody did */
  approvedFiles?: FileDigests
}

/**
 * Who approved the policy and its files, where it asks for that: logged, and said in the release. An unapproved run goes on, and
 * nobody may use what it releases. Throws APPROVAL_INVALID for what was forged, POLICY_INVALID, INPUT_* for a file of the
 * policy that cannot be read. `signals`: as the gate read them.
 */
export async function approvalStep(
  job: RunJob,
  log: LogWriter,
  roots: Roots,
  signals: Readonly<Record<string, string>>,
): Promise<ApprovalStep> {
  const { approval } = job.policy
  if (!approval) return { approval: undefined }
  const distinct = approval['distinct-from-author']
  const { policyFile, baseDir, policySha256 } = job
  const files = policyFile === undefined ? {} : await namedFiles(job.policy, baseDir, signals)
  const found: FoundApprovals =
    policyFile === undefined
      ? { approvals: [], state: 'none', unlike: [], of: { policySha256 } }
      : readApprovals({ policyFile, baseDir, policySha256, files }, approval)
  const { approved, why } = standing(job, found, log, roots)
  if (approved.length === 0) {
    notice(job, why, found.unlike)
    return { approval: { keys: [...approval.keys], distinct, approved } }
  }
  const { filesSha256, from, until } = found.of
  const term = { ...(from !== undefined && { from }), ...(until !== undefined && { until }) }
  log.append(
    approved.map((by) => ({
      type: 'officer.approval',
      actor: 'officer',
      policySha256,
      ...(filesSha256 !== undefined && { filesSha256 }),
      ...term,
      ...by,
    })),
  )
  const covered = filesSha256 === undefined ? undefined : { count: Object.keys(files).length, sha256: filesSha256 }
  return {
    approval: { keys: [...approval.keys], distinct, approved, ...(covered && { files: covered }), ...term },
    approvedFiles: files,
  }
}

/** The approvals that hold now, of another person than who runs the policy; none: why not. */
function standing(
  job: RunJob,
  { approvals, state, of }: FoundApprovals,
  log: LogWriter,
  roots: Roots,
): { approved: Approval[]; why: keyof typeof WHY } {
  const revocations = revocationsIn(readEntries(job.log), job.policySha256)
  // Who takes an approval back takes its file away.
  if (approvals.length === 0)
    return { approved: [], why: state === 'none' && revocations.length > 0 ? 'revoked' : state }
  const spec = job.policy.approval!
  const term = termState(of, spec['valid-for'], new Date())
  if (term !== 'holds') return { approved: [], why: term }
  const given = approvals.filter(({ vkey }) => takenBack(revocations, { vkey, from: of.from }) === undefined)
  if (given.length === 0) return { approved: [], why: 'revoked' }
  const own = spec['distinct-from-author'] ? ownKeys(spec.keys, job.log, log, roots) : []
  return { approved: given.filter(({ vkey }) => !own.some((key) => isSameKey(key, vkey))), why: 'own' }
}

/** Keys that whoever runs the policy has, or had, in hand: those the log ever signed with, and seeds that are keys of the policy. */
function ownKeys(keys: readonly string[], dir: string, log: LogWriter, roots: Roots): string[] {
  const seeds = [...roots.values()].flatMap(({ root }) => signerAmong(keys, root)?.vkey ?? [])
  return [log.vkey, ...signingKeys(readEntries(dir)), ...seeds]
}

const WHY = {
  none: 'nobody has approved the policy',
  changed: 'nobody has approved the policy as it is now',
  'policy-only': 'nobody has approved the files that the policy names: the approval is of its text alone',
  files: 'nobody has approved the files of the policy as they are now',
  found: 'nobody has approved the policy',
  own: 'the policy was approved by a key of whoever runs it, which is not another person’s',
  ended: 'the approval of the policy has ended',
  ahead:
    'the approval of the policy says that it was given at a time to come (a clock runs ahead), so it does not hold yet',
  unbounded: 'the approval of the policy may last longer than the policy permits (approval.valid-for)',
  revoked: 'the approval of the policy was taken back',
}

/** Files that are named in a message. */
const MOST_NAMED = 5

function notice(job: RunJob, why: keyof typeof WHY, unlike: readonly string[]): void {
  const more = unlike.length - MOST_NAMED
  const named = `${unlike.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
  job.onNotice?.({
    code: 'UNAPPROVED',
    message: `${WHY[why]}${unlike.length > 0 ? ` (${named})` : ''}: the release says so, and "perde use" will deny it`,
    hint: 'have it signed by one of approval.keys: perde approve POLICY --key FILE, then run again with --replace',
  })
}
