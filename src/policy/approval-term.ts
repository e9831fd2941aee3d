import { isOver } from './civil-date.ts'
import { endOf } from './duration.ts'

/**
 * `ahead`: it says that it was signed at a time to come; `unbounded`: it may last longer than the policy permits, or does not
 * say since when it does.
 */
export type TermState = 'holds' | 'ahead' | 'ended' | 'unbounded'

/**
 * `from`: when an approval was signed, absent: by an older perde, which did not say; `until`: the date that ends it, absent: none does;
 * `validFor`: the longest that the policy permits, as in ISO 8601 (P90D); undefined: it does not say.
 */
export function termState(
  { from, until }: { from?: string | undefined; until?: string | undefined },
  validFor: string | undefined,
  now: Date,
): TermState {
  if (until !== undefined && isOver(until, now)) return 'ended'
  if (isAhead(from, now)) return 'ahead'
  if (validFor === undefined) return 'holds'
  if (from === undefined || until === undefined || until > endOf(new Date(from), validFor)) return 'unbounded'
  return 'holds'
}

/** Signed by a clock that ran ahead: by its time nobody could say whether it was given before a revocation or after it. */
export function isAhead(from: string | undefined, now: Date): boolean {
  return from !== undefined && from > now.toISOString()
}
