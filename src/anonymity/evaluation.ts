import type { CheckedGroups } from './check-classes.ts'
import { compareLevels } from './lattice.ts'

/** A node that was looked at. */
export interface Evaluation {
  levels: Uint8Array
  value: number
  loss: number
  floor: number
  feasible: boolean
  checked: CheckedGroups
}

/** Which of two nodes is better, rounding aside. */
export function compareEvaluations(a: Evaluation, b: Evaluation): number {
  const difference = a.value - b.value
  return Math.abs(difference) > 1e-12 * Math.max(1, Math.abs(a.value)) ? difference : compareLevels(a.levels, b.levels)
}
