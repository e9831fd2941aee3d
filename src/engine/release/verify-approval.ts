import { isSameKey } from '../../evidence/approval/approval.ts'
import { revocationsIn, takenBack } from '../../evidence/approval/revocation.ts'
import { signingKeys } from '../../evidence/log/key-periods.ts'
import { readEntries } from '../../evidence/log/log-reader.ts'
import type { Manifest } from '../../evidence/release/manifest.ts'
import { APPROVAL, notApproved, type ReleaseProblem } from '../../evidence/release/verify-stated.ts'

/** What only the log shows: the keys that it had before, and approvals that were taken back before the release was committed. */
export function checkLoggedApproval(
  log: string,
  { approval, policySha256, log: { index } }: Manifest,
  problems: ReleaseProblem[],
): void {
  if (!approval || problems.some(({ code }) => code === APPROVAL)) return
  const before = [...readEntries(log, { last: index })]
  const own = approval.distinct ? signingKeys(before) : []
  const revocations = revocationsIn(before, policySha256)
  const holds = approval.approved.every(
    ({ vkey }) =>
      !own.some((key) => isSameKey(key, vkey)) && takenBack(revocations, { vkey, from: approval.from }) === undefined,
  )
  if (!holds) problems.push(notApproved())
}
