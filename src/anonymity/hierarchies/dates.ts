import { PerdeError } from '../../errors.ts'
import { coarserDate, type DateLevel } from '../../transforms/date-levels.ts'
import type { SlashOrder } from '../../transforms/dates.ts'
import { createHierarchy, TOP, type Hierarchy } from '../hierarchy.ts'

/** Weeks cross months, quarters and years, so they are no level of a tree with those. */
const DEFAULT: readonly DateLevel[] = ['month', 'quarter', 'year', 'decade']

/**
 * Written dates → months, quarters, years, decades (or the levels asked for, finest first). Throws POLICY_INVALID where a
 * value is no date (with its place in the list) or the levels do not nest.
 */
export function dateHierarchy(
  values: Iterable<string>,
  levels: readonly DateLevel[] = DEFAULT,
  slash?: SlashOrder,
): Hierarchy {
  let place = 0
  const rows: string[][] = []
  for (const text of values) {
    place++
    rows.push([
      text,
      ...levels.map((level) => {
        const coarse = coarserDate(text, level, slash)
        if (coarse === undefined)
          throw new PerdeError('POLICY_INVALID', `value ${place} of a field with dates has no ${level}`, {
            hints: ['give the field a hierarchy of its own, or make null of what is no date'],
          })
        return coarse
      }),
      TOP,
    ])
  }
  return createHierarchy(rows)
}
