import { daysSince } from './civil-date.ts'

/**
 * What is wrong with the yearly review of the risks of a system (230-VIII art. 18): only one of high risk needs it.
 * Undefined: nothing. `reviewed`: the date of the last, as `2026-01-31`.
 */
export function reviewFault(
  { risk, reviewed }: { risk?: string | undefined; reviewed?: string | undefined },
  now: Date,
): string | undefined {
  if (risk !== 'high') return undefined
  if (reviewed === undefined) return 'the risks of a high-risk system were never reviewed'
  return daysSince(reviewed, now) > 365
    ? 'the last review of the risks of a high-risk system is older than a year'
    : undefined
}
