import { PerdeError } from '../../errors.ts'
import { constant, formatDecimal, multipleOf } from '../../transforms/decimal.ts'
import { createHierarchy, TOP, type Hierarchy } from '../hierarchy.ts'
import { NO_NUMBER, readRows } from './rows.ts'

/**
 * Numbers cut to ever fewer decimals: 43.2389 → 43.23 → 43.2 → 43. `decimals`: how many are left at each level, falling;
 * below 0 are tens, hundreds, …. Cut downwards, not rounded to the nearest: only so each level is made of whole cells of
 * the finer one. Throws POLICY_INVALID where values are no numbers.
 */
export function roundingHierarchy(values: Iterable<string>, decimals: readonly number[]): Hierarchy {
  if (decimals.some((n, i) => !Number.isInteger(n) || (i > 0 && n >= decimals[i - 1]!)))
    throw new PerdeError('POLICY_INVALID', 'the decimals of a rounded field do not fall', {
      hints: ['name them from fine to coarse, such as 2, 1, 0'],
    })
  const steps = decimals.map((n) => ({ step: constant(Number(`1e${-n}`)), scale: Math.max(n, 0) }))
  const rows = readRows(values, 'no number', NO_NUMBER, (text) => {
    const cut = steps.map(({ step, scale }) => {
      const n = multipleOf(text, step, 'floor')
      return n === undefined ? undefined : formatDecimal({ units: n * step.units, scale })
    })
    return cut.includes(undefined) ? undefined : [text, ...(cut as string[]), TOP]
  })
  return createHierarchy(rows)
}
