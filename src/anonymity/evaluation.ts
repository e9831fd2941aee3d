import type { CheckedGroups } from './check-classes.ts'
import { compareLevels } from './lattice.ts'

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
 * Which of two nodes is better: the least value, rounding aside; of equals the one with more classes, then the lower levels.
 */
export function compareEvaluations(a: Evaluation, b: Evaluation): number {
  const difference = a.value - b.value
  if (Math.abs(difference) > 1e-12 * Math.max(1, Math.abs(a.value))) return difference
  return b.checked.classes - a.checked.classes || compareLevels(a.levels, b.levels)
}
