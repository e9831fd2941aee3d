import { PerdeError } from '../errors.ts'
import { fieldsOf, type Requirements } from './check-classes.ts'
import { createEntryCheck, type EntryCheck } from './check-entries.ts'
import type { ClassCounts } from './class-table.ts'
import { createEntryGrouper } from './group.ts'
import { topOf, type Hierarchy } from './hierarchy.ts'
import { createLattice } from './lattice.ts'
import { nodesByLoss } from './nodes-by-loss.ts'
import { publishedClasses, type Recoding } from './recoding.ts'
import { columnLosses, meanLoss } from './utility-metric.ts'

export interface PeelingOptions extends Requirements {
  /** share of the rows that may be suppressed, 0…1 */
  suppressAtMost: number
}

/**
 * Local recoding from the bottom: the nodes of the lattice by rising loss; at each, the classes that hold among the records
 * that are left are published and taken away. What is left at the top is suppressed where the limit allows it, else it
 * takes the costliest classes along until it holds. The plan is the node of every combination of the table: a combination
 * that the table lacks has none. Cost: nodes × what is left. Throws ANONYMITY_NOT_MET where nothing holds.
 */
export function peel(counts: ClassCounts, hierarchies: readonly Hierarchy[], options: PeelingOptions): Recoding {
  const losses = columnLosses(counts, hierarchies)
  const own = new Float64Array(losses.length)
  const bound = (levels: ArrayLike<number>) => {
    for (let c = 0; c < own.length; c++) own[c] = losses[c]![levels[c]!]!
    return meanLoss('loss', own)
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
  const recoding = { nodes, nodeOf }
  settle(counts, hierarchies, options, holds, recoding, left)
  return recoding
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

/** Suppresses what is left, or lifts it to the top together with the classes that were published last. */
function settle(
  counts: ClassCounts,
  hierarchies: readonly Hierarchy[],
  { suppressAtMost }: PeelingOptions,
  holds: EntryCheck,
  { nodes, nodeOf }: Recoding,
  left: Uint32Array,
): void {
  const leftRows = left.reduce((sum, e) => sum + counts.counts[e]!, 0)
  const published = counts.rows - leftRows
  if (leftRows === 0 || (published > 0 && leftRows <= suppressAtMost * counts.rows + 1e-9)) return
  const { of, rows } = publishedClasses(counts, hierarchies, { nodes, nodeOf })
  const members = membersOf(
    Uint32Array.from(of.filter((g) => g >= 0)),
    Uint32Array.from(of.keys()).filter((e) => of[e]! >= 0),
    rows.length,
  )
  // Nodes are in the order of their loss: the classes of the last one lose least by being lifted, the smallest first.
  const order = members
    .map((entries, g) => ({ entries, node: nodeOf[entries[0]!]!, rows: rows[g]! }))
    .sort((a, b) => b.node - a.node || a.rows - b.rows || a.entries[0]! - b.entries[0]!)
  let pool = [...left]
  let poolRows = leftRows
  for (const { entries, rows: more } of order) {
    pool = pool.concat([...entries])
    poolRows += more
    if (holds(pool, poolRows)) {
      const top = nodes.push(Uint8Array.from(hierarchies, topOf)) - 1
      for (const e of pool) nodeOf[e] = top
      return
    }
  }
  throw new PerdeError('ANONYMITY_NOT_MET', 'not even all records as one class satisfy the privacy models', {
    hints: ['lower k, l or β, raise t, or give more records'],
    facts: { records: counts.rows },
  })
}
