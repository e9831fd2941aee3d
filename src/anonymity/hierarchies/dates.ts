import { coarserDate, type DateLevel } from '../../transforms/date-levels.ts'
import { READ_DATES, type SlashOrder } from '../../transforms/dates.ts'
import { createHierarchy, TOP, type Hierarchy } from '../hierarchy.ts'
import { readRows } from './rows.ts'

/** Weeks cross months, quarters and years, so they are no level of a tree with those. */
const DEFAULT: readonly DateLevel[] = ['month', 'quarter', 'year', 'decade']

/**
 * Written dates → months, quarters, years, decades (or the levels asked for, finest first). Throws POLICY_INVALID where
 * values are no dates, or dates that say less than a level, and where the levels do not nest.
 */
export function dateHierarchy(
  values: Iterable<string>,
  levels: readonly DateLevel[] = DEFAULT,
  slash?: SlashOrder,
): Hierarchy {
  const rows = readRows(
    values,
    `no date that has ${levels.length === 1 ? `a ${levels[0]}` : `every level of ${levels.join(', ')}`}`,
    [READ_DATES, 'make null of what is no date (on-error: null), or give the field a hierarchy of its own'],
    (text) => {
      const coarse = levels.map((level) => coarserDate(text, level, slash))
      return coarse.includes(undefined) ? undefined : [text, ...(coarse as string[]), TOP]
    },
  )
  return createHierarchy(rows)
}
