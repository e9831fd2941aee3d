import type { CheckedGroups } from './check-classes.ts'
import type { ClassCounts } from './class-table.ts'
import type { Groups } from './group.ts'
import { lossOfNodes, type Hierarchy } from './hierarchy.ts'

/** What a plan is measured by; the least is the best. */
export const UTILITY_METRICS = ['loss', 'geometric-loss', 'discernibility', 'average-class-size'] as const
export type UtilityMetric = (typeof UTILITY_METRICS)[number]

/** Loss of each column at each level, 0…1, mean over all rows without suppression. */
export function columnLosses(counts: ClassCounts, hierarchies: readonly Hierarchy[]): Float64Array[] {
  return hierarchies.map((hierarchy, c) => {
    const byLeaf = new Float64Array(hierarchy.levels[0]!.values.length)
    const leaves = counts.columns[c]!
    for (let e = 0; e < leaves.length; e++) byLeaf[leaves[e]!]! += counts.counts[e]!
    return Float64Array.from(hierarchy.levels, ({ ofLeaf }, level) => {
      const loss = lossOfNodes(hierarchy, level)
      let sum = 0
      for (let leaf = 0; leaf < byLeaf.length; leaf++) sum += byLeaf[leaf]! * loss[ofLeaf[leaf]!]!
      return counts.rows === 0 ? 0 : sum / counts.rows
    })
  })
}

/** Mean of the columns' losses: arithmetic, or geometric as ARX has it, Π(1 + loss)^(1/columns) − 1. */
export function meanLoss(metric: UtilityMetric, byColumn: ArrayLike<number>): number {
  let sum = 0
  for (let c = 0; c < byColumn.length; c++) sum += metric === 'geometric-loss' ? Math.log1p(byColumn[c]!) : byColumn[c]!
  return metric === 'geometric-loss' ? Math.expm1(sum / byColumn.length) : sum / byColumn.length
}

/**
 * Discernibility: Σ size² of the published classes + rows × suppressed rows. R. Bayardo and R. Agrawal, "Data privacy
 * through optimal k-anonymization", ICDE 2005.
 */
export function discernibility({ rows }: Groups, { published, suppressed }: CheckedGroups, all: number): number {
  let sum = all * suppressed
  for (let g = 0; g < rows.length; g++) if (published[g] !== 0) sum += rows[g]! * rows[g]!
  return sum
}

/** Average size of the classes, the suppressed rows being one. K. LeFevre et al., "Mondrian", ICDE 2006. */
export function averageClassSize({ classes, suppressed }: CheckedGroups, all: number): number {
  return all / (classes + (suppressed > 0 ? 1 : 0))
}

/** A value that no coarser node can be better than, from the classes of a node; for metrics without an additive bound. */
export function floorOf(metric: UtilityMetric, { rows }: Groups, all: number): number {
  if (metric === 'average-class-size') return all / rows.length
  if (metric !== 'discernibility') return 0
  let sum = 0
  for (let g = 0; g < rows.length; g++) sum += rows[g]! * rows[g]!
  return sum
}
