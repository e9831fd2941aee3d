import type { Requirements } from '../../src/anonymity/check-classes.ts'
import type { Hierarchy } from '../../src/anonymity/hierarchy.ts'
import { histogramOf } from '../../src/anonymity/privacy-models/privacy-model.ts'
import type { UtilityMetric } from '../../src/anonymity/utility-metric.ts'
import { SENSITIVE_VALUES, type WrittenTable } from './random-tables.ts'

/** A node as it comes out of the rows themselves. */
export interface NodeByHand {
  levels: number[]
  value: number
  loss: number
  suppressed: number
  classes: number
}

/**
 * The best node by looking at every one, row by row, with nothing shared with the solver but the models: an oracle for
 * small tables. Undefined where no node publishes anything within the limit.
 */
export function bestByHand(
  table: WrittenTable,
  hierarchies: readonly Hierarchy[],
  requirements: Requirements,
  limit: number,
  metric: UtilityMetric,
): NodeByHand | undefined {
  let best: NodeByHand | undefined
  for (const levels of allNodes(hierarchies)) {
    const node = nodeByHand(table, hierarchies, requirements, levels, metric)
    if (node.suppressed > limit * table.rows.length + 1e-9) continue
    if (!best || isBetter(node, best)) best = node
  }
  return best && best.classes > 0 ? best : undefined
}

function isBetter(a: NodeByHand, b: NodeByHand): boolean {
  const differs = (of: 'value' | 'loss') => Math.abs(a[of] - b[of]) > 1e-11 * Math.max(1, b[of])
  if (differs('value')) return a.value < b.value
  if (a.classes !== b.classes) return a.classes > b.classes
  const sum = (levels: number[]) => levels.reduce((n, level) => n + level, 0)
  if (sum(a.levels) !== sum(b.levels)) return sum(a.levels) < sum(b.levels)
  if (differs('loss')) return a.loss < b.loss
  const at = a.levels.findIndex((level, c) => level !== b.levels[c])
  return at >= 0 && a.levels[at]! < b.levels[at]!
}

function allNodes(hierarchies: readonly Hierarchy[]): number[][] {
  return hierarchies.reduce<number[][]>(
    (nodes, { levels }) => nodes.flatMap((node) => levels.map((_, level) => [...node, level])),
    [[]],
  )
}

function nodeByHand(
  { sizes, rows, population }: WrittenTable,
  hierarchies: readonly Hierarchy[],
  { models, tables = [] }: Requirements,
  levels: number[],
  metric: UtilityMetric,
): NodeByHand {
  const classes = new Map<string, number[][]>()
  const nameOf = (row: number[]) => levels.map((level, c) => hierarchies[c]!.levels[level]!.ofLeaf[row[c]!]!).join()
  for (const row of [...rows].sort((a, b) => compareRows(a, b, sizes.length))) {
    const name = nameOf(row)
    classes.set(name, [...(classes.get(name) ?? []), row])
  }
  let kept = [...classes.values()].filter((own) => {
    const values = new Array<number>(SENSITIVE_VALUES).fill(0)
    for (const row of own) values[row.at(-1)!]!++
    const people = population?.filter((row) => nameOf(row) === nameOf(own[0]!)).length
    const histogram = histogramOf(people === undefined ? values : [0, people])
    return models.every((model) => model.holds(own.length, histogram))
  })
  const fits = () =>
    tables.every((model) =>
      model.holds({
        classes: kept.length,
        rows: kept.flat().length,
        unique: kept.filter((own) => own.length === 1).length,
      }),
    )
  while (kept.length > 0 && !fits()) {
    const smallest = kept.reduce((least, own) => (own.length < least.length ? own : least))
    kept = kept.filter((own) => own !== smallest)
  }
  const published = new Set(kept.flat())
  const suppressed = rows.length - published.size
  const losses = sizes.map((leaves, c) => {
    const loss = rows.map((row) => {
      if (!published.has(row)) return 1
      const { ofLeaf } = hierarchies[c]!.levels[levels[c]!]!
      const under = ofLeaf.filter((node) => node === ofLeaf[row[c]!]).length
      return leaves === 1 ? 0 : (under - 1) / (leaves - 1)
    })
    return loss.reduce((a, b) => a + b, 0) / rows.length
  })
  const loss = losses.reduce((a, b) => a + b, 0) / losses.length
  const value = {
    loss,
    'geometric-loss': losses.reduce((a, b) => a * (1 + b), 1) ** (1 / losses.length) - 1,
    discernibility: kept.reduce((sum, own) => sum + own.length ** 2, 0) + rows.length * suppressed,
    'average-class-size': rows.length / (kept.length + (suppressed > 0 ? 1 : 0)),
  }[metric]
  return { levels, value, loss, suppressed, classes: kept.length }
}

function compareRows(a: number[], b: number[], columns: number): number {
  for (let c = 0; c < columns; c++) if (a[c] !== b[c]) return a[c]! - b[c]!
  return 0
}
