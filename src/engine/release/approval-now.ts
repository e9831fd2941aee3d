import type { ErrorCode } from '../../errors.ts'
import { revocationsIn, takenBack } from '../../evidence/approval/revocation.ts'
import { readEntries } from '../../evidence/log/log-reader.ts'
import type { Manifest } from '../../evidence/release/manifest.ts'
import { isAhead } from '../../policy/approval-term.ts'
import { isOver } from '../../policy/civil-date.ts'

/**
 * Why nobody may use a release for want of an approval that holds now: none was given, it ended, it
 * says a time to come, or all who gave it took it back. undefined: one holds, or the policy asks for none. `policy`: as a command calls it.
 */
export function unapprovedNow(
  log: string,
  { approval, policySha256 }: Pick<Manifest, 'approval' | 'policySha256'>,
  policy: string | undefined,
  now: Date,
): { code: ErrorCode; message: string; hint: string } | undefined {
  if (!approval) return undefined
  const denied = (message: string) => ({
    code: 'DENIED_UNAPPROVED' as const,
    message,
    hint: `have it approved, then make the release anew: perde approve ${policy ?? 'POLICY'} --key FILE`,
  })
  if (approval.approved.length === 0) return denied('nobody had approved the policy when the release was made')
  const { from, until } = approval
  if (until !== undefined && isOver(until, now)) return denied(`the approval of the policy ended on ${until}`)
  if (isAhead(from, now)) return denied('the approval of the policy says that it was given at a time to come')
  const revocations = revocationsIn(readEntries(log), policySha256)
  const taken = approval.approved.map(({ vkey }) => takenBack(revocations, { vkey, from }))
  return taken.every((at) => at !== undefined)
    ? denied(`the approval of the policy was taken back (${taken[0]!.slice(0, 10)})`)
    : undefined
}
