import type { TableModel } from './privacy-models/risk-threshold.ts'
import { holdsTogether } from './suppress-smallest.ts'

/**
 * Local recoding under bounds on a whole table: the classes are made for the smallest k, from `k` upwards, with which the
 * published ones hold together. By bisection, so of several such k not always the least; what is returned was looked at.
 * Cost: a recoding for each bit of the k at which every table holds. Throws what `recode` throws.
 */
export function raiseClasses<T>(
  tables: readonly TableModel[],
  k: number,
  recode: (k: number) => T,
  sizesOf: (found: T) => Iterable<number>,
): T {
  const first = recode(k)
  if (tables.length === 0 || holdsTogether(sizesOf(first), tables)) return first
  let below = k
  // Classes of this many rows hold whatever the table.
  let lowest = Math.max(...tables.map(({ classSize }) => classSize))
  let best = recode(lowest)
  while (lowest - below > 1) {
    const middle = (below + lowest) >> 1
    const found = recode(middle)
    if (holdsTogether(sizesOf(found), tables)) {
      best = found
      lowest = middle
    } else below = middle
  }
  return best
}
