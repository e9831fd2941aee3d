import { isSameKey, signerAmong } from '../../evidence/approval/approval.ts'
import type { LogWriter } from '../../evidence/log/log-writer.ts'
import type { Manifest } from '../../evidence/release/manifest.ts'
import type { RunJob } from '../freeze/job.ts'
import type { Roots } from '../freeze/derive-keys.ts'
import { readApprovals } from '../policy-files/approvals.ts'

/**
 * Who approved the policy, where it asks for that: logged, and said in the release. An unapproved run goes on, and nobody may
 * use what it releases. Throws APPROVAL_INVALID for what was forged.
 */
export function approvalStep(job: RunJob, log: LogWriter, roots: Roots): Manifest['approval'] {
  const { approval } = job.policy
  if (!approval) return undefined
  const distinct = approval['distinct-from-author']
  const { approvals, state } =
    job.policyFile === undefined
      ? { approvals: [], state: 'none' as const }
      : readApprovals(job.policyFile, job.policySha256, approval)
  const own = distinct ? ownKeys(approval.keys, log, roots) : []
  const approved = approvals.filter(({ vkey }) => !own.some((key) => isSameKey(key, vkey)))
  if (approved.length > 0)
    log.append(
      approved.map((by) => ({ type: 'officer.approval', actor: 'officer', policySha256: job.policySha256, ...by })),
    )
  else notice(job, approvals.length > 0 ? 'own' : state)
  return { keys: [...approval.keys], distinct, approved }
}

/** Keys that whoever runs the policy has in hand: the log's own, and seeds that are keys of the policy. */
function ownKeys(keys: readonly string[], log: LogWriter, roots: Roots): string[] {
  return [log.vkey, ...[...roots.values()].flatMap(({ root }) => signerAmong(keys, root)?.vkey ?? [])]
}

const WHY = {
  none: 'nobody has approved the policy',
  changed: 'nobody has approved the policy as it is now',
  found: 'nobody has approved the policy',
  own: 'the policy was approved by a key of whoever runs it, which is not another person’s',
}

function notice(job: RunJob, why: keyof typeof WHY): void {
  job.onNotice?.({
    code: 'UNAPPROVED',
    message: `${WHY[why]}: the release says so, and "perde use" will deny it`,
    hint: 'have it signed by one of approval.keys: perde approve POLICY --key FILE, then run again with --replace',
  })
}
