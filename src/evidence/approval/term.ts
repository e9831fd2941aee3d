import { endOf } from '../../policy/duration.ts'
import { isOver } from '../../policy/civil-date.ts'

/** How long an approval is given for. */
export interface ApprovalTerm {
  /** when it was signed: RFC 3339 in UTC with milliseconds, by the clock of who signed first; absent: an older perde made it */
  from?: string | undefined
  /** the date that ends it, as `retain-until` does; absent: nothing but a revocation ends it */
  until?: string | undefined
}

/** `unbounded`: it may last longer than the policy permits, or does not say since when it does. */
export type TermState = 'holds' | 'ended' | 'unbounded'

/** `validFor`: the longest that the policy permits, as in ISO 8601 (P90D); undefined: it does not say. */
export function termState({ from, until }: ApprovalTerm, validFor: string | undefined, now: Date): TermState {
  if (until !== undefined && isOver(until, now)) return 'ended'
  if (validFor === undefined) return 'holds'
  if (from === undefined || until === undefined || until > endOf(new Date(from), validFor)) return 'unbounded'
  return 'holds'
}
