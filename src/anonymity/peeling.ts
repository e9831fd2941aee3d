import { PerdeError } from '../errors.ts'
import { fieldsOf, type Requirements } from './check-classes.ts'
import { createEntryCheck } from './check-entries.ts'
import type { ClassCounts } from './class-table.ts'
import { createClusters, type Clusters } from './clusters.ts'
import { createEntryGrouper } from './group.ts'
import type { Hierarchy } from './hierarchy.ts'
import { createLattice } from './lattice.ts'
import { nodesByLoss } from './nodes-by-loss.ts'
import { placeEntries, refineClusters } from './refine-clusters.ts'
import { publishedClasses, type Recoding } from './recoding.ts'
import { columnLosses, meanLoss } from './utility-metric.ts'

export interface PeelingOptions extends Requirements {
  /** share of the rows that may be suppressed, 0…1 */
  suppressAtMost: number
}

/**
 * Local recoding from the bottom: the nodes of the lattice by rising loss; at each, the classes that hold among the records
 * that are left are published and taken away. What is left joins the classes where it costs least, or is suppressed where the
 * limit allows it and that costs less; then a local search moves combinations between the classes. The plan is the node of every combination of the table: a combination
 * that the table lacks has none. Cost: nodes × what is left. Throws ANONYMITY_NOT_MET where nothing holds.
 */
export function peel(counts: ClassCounts, hierarchies: readonly Hierarchy[], options: PeelingOptions): Recoding {
  const losses = columnLosses(counts, hierarchies)
  const own = new Float64Array(losses.length)
  const bound = (levels: ArrayLike<number>) => {
    for (let c = 0; c < own.length; c++) own[c] = losses[c]![levels[c]!]!
    // The geometric mean leaves fewer records for the top than the arithmetic one (bench/anonymity.md).
    return meanLoss('geometric-loss', own)
  }
  const grouper = createEntryGrouper(counts, hierarchies)
  const holds = createEntryCheck(counts, options)
  const readsValues = fieldsOf(options).length > 0
  const nodes: Uint8Array[] = []
  const nodeOf = new Int32Array(counts.counts.length).fill(-1)
  let left = Uint32Array.from(counts.counts, (_, e) => e)
  let rows = counts.counts.slice()

  for (const levels of nodesByLoss(createLattice(hierarchies), bound)) {
    if (left.length === 0) break
    const groups = grouper.group({ first: left, rows }, grouper.packLevels(levels))
    const members = readsValues ? membersOf(groups.of, left, groups.rows.length) : undefined
    const published = new Uint8Array(groups.rows.length)
    let some = false
    for (let g = 0; g < published.length; g++)
      if (holds(members?.[g] ?? NONE, groups.rows[g]!)) {
        published[g] = 1
        some = true
      }
    if (!some) continue
    const node = nodes.push(levels) - 1
    let kept = 0
    for (let i = 0; i < left.length; i++)
      if (published[groups.of[i]!] === 1) nodeOf[left[i]!] = node
      else {
        rows[kept] = rows[i]!
        left[kept++] = left[i]!
      }
    left = left.subarray(0, kept)
    rows = rows.subarray(0, kept)
  }
  return settle(counts, hierarchies, options, { nodes, nodeOf }, left)
}

const NONE = new Uint32Array(0)

/** Entries of each group. */
function membersOf(of: Uint32Array, entries: Uint32Array, groups: number): Uint32Array[] {
  const sizes = new Uint32Array(groups)
  for (let i = 0; i < entries.length; i++) sizes[of[i]!]!++
  const members = Array.from(sizes, (size) => new Uint32Array(size))
  const filled = new Uint32Array(groups)
  for (let i = 0; i < entries.length; i++) members[of[i]!]![filled[of[i]!]!++] = entries[i]!
  return members
}

/** Finds a place for what is left, then refines the classes; each is published at the lowest levels that it allows. */
function settle(
  counts: ClassCounts,
  hierarchies: readonly Hierarchy[],
  options: PeelingOptions,
  recoding: Recoding,
  left: Uint32Array,
): Recoding {
  const { of, rows } = publishedClasses(counts, hierarchies, recoding)
  if (rows.length === 0) throw notMet(counts)
  const clusters = createClusters(counts, hierarchies)
  const classes: number[][] = Array.from(rows, () => [])
  for (let e = 0; e < of.length; e++) if (of[e]! >= 0) classes[of[e]!]!.push(e)
  for (const entries of classes) clusters.add(entries)
  const leftRows = left.reduce((sum, e) => sum + counts.counts[e]!, 0)
  const maySuppress = leftRows <= options.suppressAtMost * counts.rows + 1e-9
  // A suppressed row loses 1 in every column.
  const most = maySuppress ? hierarchies.length : Infinity
  const homeless = placeEntries(counts, clusters, options, [...left], most)
  if (homeless.length > 0 && !maySuppress) liftToTop(counts, options, clusters, homeless)
  refineClusters(counts, clusters, options)
  return recodingOf(clusters, counts.counts.length)
}

/** Takes the dearest classes along until all of them together hold. */
function liftToTop(counts: ClassCounts, options: PeelingOptions, clusters: Clusters, entries: number[]): void {
  const { members, rows, loss } = clusters
  const holds = createEntryCheck(counts, options)
  const order = [...members.keys()].sort((a, b) => loss[b]! - loss[a]! || rows[a]! - rows[b]! || a - b)
  let pool = entries
  let size = entries.reduce((sum, e) => sum + counts.counts[e]!, 0)
  for (const cluster of order) {
    pool = pool.concat(members[cluster]!)
    size += rows[cluster]!
    for (const entry of [...members[cluster]!]) clusters.remove(cluster, entry)
    if (!holds(pool, size)) continue
    clusters.add(pool)
    return
  }
  throw notMet(counts)
}

function recodingOf({ members, levels }: Clusters, entries: number): Recoding {
  const nodes: Uint8Array[] = []
  const nodeOf = new Int32Array(entries).fill(-1)
  const numbers = new Map<string, number>()
  for (const [cluster, own] of members.entries()) {
    if (own.length === 0) continue
    const name = levels[cluster]!.join()
    let node = numbers.get(name)
    if (node === undefined) numbers.set(name, (node = nodes.push(levels[cluster]!) - 1))
    for (const entry of own) nodeOf[entry] = node
  }
  return { nodes, nodeOf }
}

function notMet({ rows }: ClassCounts): PerdeError {
  return new PerdeError('ANONYMITY_NOT_MET', 'not even all records as one class satisfy the privacy models', {
    hints: ['lower k, l or β, raise t or the bounds on risk, or give more records'],
    facts: { records: rows },
  })
}
