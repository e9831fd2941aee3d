import { PerdeError } from '../../errors.ts'

/**
 * A row of a hierarchy for each value. Throws POLICY_INVALID with the number of values that have none (`rowOf` gives
 * undefined), never with one of them. `fault`: what those are, as in `no number`.
 */
export function readRows(
  values: Iterable<string>,
  fault: string,
  hints: string[],
  rowOf: (text: string) => string[] | undefined,
): string[][] {
  const rows: string[][] = []
  let wrong = 0
  for (const text of values) {
    const row = rowOf(text)
    if (row) rows.push(row)
    else wrong++
  }
  if (wrong > 0) {
    const all = rows.length + wrong
    throw new PerdeError(
      'POLICY_INVALID',
      `${wrong} of ${all} different values ${wrong === 1 ? 'is' : 'are'} ${fault}`,
      {
        hints,
        facts: { wrong, of: all },
      },
    )
  }
  return rows
}

/** What to do about values that are no numbers. */
export const NO_NUMBER = [
  'numbers are digits, with a point before decimals',
  'make null of what is no number (on-error: null), or give the field a hierarchy of its own',
]
