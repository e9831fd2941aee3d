import { PerdeError } from '../errors.ts'
import { checkGroups, fieldsOf, lossOfSuppressed, type CheckedGroups, type Requirements } from './check-classes.ts'
import type { ClassCounts } from './class-table.ts'
import { createGrouper, type Groups } from './group.ts'
import { lossOfNodes, type Hierarchy } from './hierarchy.ts'
import type { Evaluation } from './evaluation.ts'
import { createLattice, type Lattice } from './lattice.ts'
import { searchLattice } from './search-lattice.ts'
import {
  averageClassSize,
  columnLosses,
  discernibility,
  floorOf,
  meanLoss,
  type UtilityMetric,
} from './utility-metric.ts'

export interface FullDomainOptions extends Requirements {
  /** share of the rows that may be suppressed, 0…1 */
  suppressAtMost: number
  /** what is minimised; default `loss` */
  metric?: UtilityMetric
  /** nodes that are looked at before the search ends with the best so far; default 100,000 */
  budget?: number
}

/** One level a column. */
export interface FullDomainPlan {
  levels: number[]
  /** rows that are not published */
  suppressed: number
  classes: number
  /** rows of the smallest published class */
  smallest: number
  /** Loss, arithmetic mean, suppressed cells 1 */
  loss: number
  /** what was minimised */
  value: number
  optimal: boolean
  /** the optimum is at most this far below `value`; 0 where it is optimal */
  gap: number
  /** nodes that were looked at */
  checked: number
}

const BUDGET = 100_000

/**
 * The best choice of one level a column such that suppressing the classes that do not hold stays within the limit: the
 * exact optimum; of ties the one that `compareEvaluations` puts first. Throws ANONYMITY_NOT_MET where
 * nothing could be published, PLAN_LIMIT where there is nothing to plan.
 */
export function solveFullDomain(
  counts: ClassCounts,
  hierarchies: readonly Hierarchy[],
  options: FullDomainOptions,
): FullDomainPlan {
  if (counts.rows === 0 || hierarchies.length === 0)
    throw new PerdeError('ANONYMITY_NOT_MET', 'there are no records or no quasi-identifiers to plan for', {
      hints: ['name the fields by which people could be found again with role: quasi-identifier'],
    })
  const metric = options.metric ?? 'loss'
  const lattice = createLattice(hierarchies)
  const losses = columnLosses(counts, hierarchies)
  const evaluate = createEvaluator(counts, hierarchies, losses, options)
  const tables = options.tables ?? []
  const absorbing = options.models.every((model) => model.monotone === 'absorbing')
  const merging = options.models.every((model) => model.monotone !== 'no')
  const found = searchLattice({
    lattice,
    bound: additiveBound(lattice, losses, metric),
    evaluate,
    // Bounds on a whole table are monotone too as long as nothing is suppressed: classes become ever fewer.
    monotone: (absorbing && tables.length === 0) || (merging && options.suppressAtMost * counts.rows < 1),
    tight: options.suppressAtMost < 1,
    floors: metric === 'discernibility' || metric === 'average-class-size',
    budget: options.budget ?? BUDGET,
  })
  const best = found.best
  if (!best || best.checked.classes === 0)
    throw new PerdeError(
      'ANONYMITY_NOT_MET',
      'no generalisation of the quasi-identifiers satisfies the privacy models',
      {
        hints: [
          'even with every quasi-identifier at its top some model does not hold: lower k, l or β, raise t or the bounds on risk, or allow more suppression',
        ],
        facts: { records: counts.rows },
      },
    )
  return {
    levels: [...best.levels],
    suppressed: best.checked.suppressed,
    classes: best.checked.classes,
    smallest: best.checked.smallest,
    loss: best.loss,
    value: best.value,
    optimal: found.bound >= best.value,
    gap: Math.max(0, best.value - found.bound),
    checked: found.checked,
  }
}

/** The metric without suppression, from the marginals alone: suppression only adds to it. 0 for other metrics. */
function additiveBound(
  { heights }: Lattice,
  losses: readonly Float64Array[],
  metric: UtilityMetric,
): (levels: ArrayLike<number>) => number {
  const own = new Float64Array(heights.length)
  // For other metrics the loss gives the order only.
  const kind = metric === 'geometric-loss' ? metric : 'loss'
  return (levels) => {
    for (let c = 0; c < own.length; c++) own[c] = losses[c]![levels[c]!]!
    return meanLoss(kind, own)
  }
}

function createEvaluator(
  counts: ClassCounts,
  hierarchies: readonly Hierarchy[],
  losses: readonly Float64Array[],
  options: FullDomainOptions,
): (levels: Uint8Array) => Evaluation {
  const metric = options.metric ?? 'loss'
  const grouper = createGrouper(counts, hierarchies, fieldsOf(options))
  const columns = hierarchies.length
  const absorbing =
    (options.tables ?? []).length === 0 && options.models.every((model) => model.monotone === 'absorbing')
  const plainLoss = (levels: ArrayLike<number>) =>
    losses.reduce((sum, byLevel, c) => sum + byLevel[levels[c]!]!, 0) / columns
  // The rows that are suppressed here are suppressed at finer nodes, where they would lose no more than here unsuppressed.
  const finerThan = (added: number) => (levels: ArrayLike<number>) =>
    plainLoss(levels) + added / (columns * counts.rows)
  const most = Math.floor(options.suppressAtMost * counts.rows + 1e-9)
  return (levels) => {
    const groups = grouper.group(levels)
    const checked = checkGroups(groups, options, counts.shape.sensitive)
    const added =
      checked.suppressed === 0
        ? 0
        : lossOfSuppressed(groups, checked.published, grouper.packs, grouper.packLevels(levels), columns)
    const loss = plainLoss(levels) + added / (columns * counts.rows)
    const value =
      metric === 'loss'
        ? loss
        : metric === 'geometric-loss'
          ? meanLoss(metric, lossesWithSuppression(counts, hierarchies, losses, groups, checked))
          : metric === 'discernibility'
            ? discernibility(groups, checked, counts.rows)
            : averageClassSize(checked, counts.rows)
    return {
      levels: groups.levels,
      value,
      loss,
      floor: floorOf(metric, groups, counts.rows),
      finer: absorbing && metric === 'loss' && added > 0 ? finerThan(added) : undefined,
      feasible: checked.suppressed <= most,
      checked,
    }
  }
}

function lossesWithSuppression(
  counts: ClassCounts,
  hierarchies: readonly Hierarchy[],
  losses: readonly Float64Array[],
  { levels, first, rows }: Groups,
  { published }: CheckedGroups,
): Float64Array {
  return Float64Array.from(hierarchies, (hierarchy, c) => {
    const loss = lossOfNodes(hierarchy, levels[c]!)
    const { ofLeaf } = hierarchy.levels[levels[c]!]!
    const leaves = counts.columns[c]!
    let added = 0
    for (let g = 0; g < rows.length; g++)
      if (published[g] === 0) added += rows[g]! * (1 - loss[ofLeaf[leaves[first[g]!]!]!]!)
    return losses[c]![levels[c]!]! + added / counts.rows
  })
}
