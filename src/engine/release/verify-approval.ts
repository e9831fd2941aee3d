import { join } from 'node:path'
import { isApproval, isSameKey } from '../../evidence/approval/approval.ts'
import { revocationsIn, takenBack } from '../../evidence/approval/revocation.ts'
import { signingKeys } from '../../evidence/log/key-periods.ts'
import { readEntries } from '../../evidence/log/log-reader.ts'
import type { Manifest } from '../../evidence/release/manifest.ts'
import { readRegular } from '../../evidence/release/regular-file.ts'
import type { ReleaseProblem } from '../../evidence/release/verify-release.ts'
import { isAhead } from '../../policy/approval-term.ts'
import { isOver } from '../../policy/civil-date.ts'

/**
 * Approvals are signatures of keys that the policy asks for, over its digest and how long they are given for; where that
 * matters, not of the log's key.
 */
export function checkApproval(release: string, manifest: Manifest, problems: ReleaseProblem[]): void {
  const { approval, policySha256, created } = manifest
  if (!approval) return
  const own =
    readRegular(join(release, 'proof', 'log.vkey'))
      ?.toString()
      .trim()
      .split('\n') ?? []
  const { from, until } = approval
  const of = { policySha256, filesSha256: approval.files?.sha256, from, until }
  const holds = approval.approved.every(
    (by) =>
      approval.keys.includes(by.vkey) &&
      isApproval(by, of) &&
      !(until !== undefined && isOver(until, new Date(created))) &&
      !isAhead(from, new Date(created)) &&
      !(approval.distinct && own.some((key) => isSameKey(key, by.vkey))),
  )
  if (!holds) problems.push(notApproved())
}

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

const APPROVAL = 'APPROVAL'

function notApproved(): ReleaseProblem {
  return { code: APPROVAL, message: 'an approval in the manifest is not one of this policy by its keys' }
}
