import { PerdeError } from '../../errors.ts'
import { constant, formatDecimal, multipleOf } from '../../transforms/decimal.ts'
import { createHierarchy, TOP, type Hierarchy } from '../hierarchy.ts'

/**
 * Numbers cut to ever fewer decimals: 43.2389 → 43.23 → 43.2 → 43. `decimals`: how many are left at each level, falling;
 * below 0 are tens, hundreds, …. Cut downwards, not rounded to the nearest: only so each level is made of whole cells of
 * the finer one. Throws POLICY_INVALID where a value is no number (with its place in the list).
 */
export function roundingHierarchy(values: Iterable<string>, decimals: readonly number[]): Hierarchy {
  if (decimals.some((n, i) => !Number.isInteger(n) || (i > 0 && n >= decimals[i - 1]!)))
    throw new PerdeError('POLICY_INVALID', 'the decimals of a rounded field do not fall', {
      hints: ['name them from fine to coarse, such as 2, 1, 0'],
    })
  const steps = decimals.map((n) => ({ step: constant(Number(`1e${-n}`)), scale: Math.max(n, 0) }))
  let place = 0
  const rows: string[][] = []
  for (const text of values) {
    place++
    rows.push([
      text,
      ...steps.map(({ step, scale }) => {
        const n = multipleOf(text, step, 'floor')
        if (n === undefined)
          throw new PerdeError('POLICY_INVALID', `value ${place} of a rounded field is no number`, {
            hints: ['give the field a hierarchy of its own, or make null of what is no number'],
          })
        return formatDecimal({ units: n * step.units, scale })
      }),
      TOP,
    ])
  }
  return createHierarchy(rows)
}
