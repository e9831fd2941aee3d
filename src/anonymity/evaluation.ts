import type { CheckedGroups } from './check-classes.ts'
import { compareLevels, levelSum } from './lattice.ts'

/** A node that was looked at. */
export interface Evaluation {
  levels: Uint8Array
  value: number
  loss: number
  floor: number
  /** a value that no finer node can be better than, from the rows that must stay suppressed there; undefined: not known */
  finer?: ((levels: ArrayLike<number>) => number) | undefined
  feasible: boolean
  checked: CheckedGroups
}

/**
 * Which of two nodes is better: the least value, of equals the one with more classes, the fewer levels in sum, the least loss
 * (which other metrics do not see), the lower levels. Rounding aside: sums over the same cells in another order are the same.
 */
export function compareEvaluations(a: Evaluation, b: Evaluation): number {
  return (
    compareRounded(a.value, b.value) ||
    b.checked.classes - a.checked.classes ||
    levelSum(a.levels) - levelSum(b.levels) ||
    compareRounded(a.loss, b.loss) ||
    compareLevels(a.levels, b.levels)
  )
}

function compareRounded(a: number, b: number): number {
  return Math.abs(a - b) > 1e-12 * Math.max(1, Math.abs(a)) ? a - b : 0
}
