import type { ClassCounts } from './class-table.ts'
import type { Hierarchy } from './hierarchy.ts'
import { createTupleTable } from './tuple-table.ts'

/**
 * What a plan makes of every combination of a table: levels that differ from one combination to the next (local recoding), or
 * the same for all (full-domain), or suppression.
 */
export interface Recoding {
  /** nodes of the lattice that are in use: a level a column */
  nodes: Uint8Array[]
  /** by entry of the table: number of its node, -1: suppressed */
  nodeOf: Int32Array
}

/** A published class: its rows, and the entries in it. */
export interface PublishedClasses {
  rows: Float64Array
  /** class of each entry, -1: suppressed */
  of: Int32Array
}

/** The classes that a reader of the output sees: equal values in all columns, whatever levels they come from. */
export function publishedClasses(
  counts: Pick<ClassCounts, 'columns' | 'counts'>,
  hierarchies: readonly Hierarchy[],
  { nodes, nodeOf }: Recoding,
): PublishedClasses {
  const ids = hierarchies.map(valueIds)
  const table = createTupleTable(
    ids.map(({ size }) => size),
    Infinity,
  )
  const entries = keptEntries(nodeOf)
  const columns = hierarchies.map(({ levels }, c) => {
    // By level and leaf.
    const leaves = levels[0]!.values.length
    const idOf = new Uint32Array(levels.length * leaves)
    for (const [l, own] of ids[c]!.byLevel.entries()) idOf.set(own, l * leaves)
    const levelOf = Uint32Array.from(nodes, (node) => node[c]! * leaves)
    const column = counts.columns[c]!
    const own = new Uint32Array(entries.length)
    for (let i = 0; i < own.length; i++) own[i] = idOf[levelOf[nodeOf[entries[i]!]!]! + column[entries[i]!]!]!
    return own
  })
  const rows = new Float64Array(entries.length)
  for (let i = 0; i < rows.length; i++) rows[i] = counts.counts[entries[i]!]!
  const classes = table.addColumns(columns, rows, entries.length)
  const of = new Int32Array(nodeOf.length).fill(-1)
  for (let i = 0; i < classes.length; i++) of[entries[i]!] = classes[i]!
  return { rows: table.counts.slice(0, table.size), of }
}

function keptEntries(nodeOf: Int32Array): Uint32Array {
  const entries = new Uint32Array(nodeOf.length)
  let n = 0
  for (let e = 0; e < nodeOf.length; e++) if (nodeOf[e]! >= 0) entries[n++] = e
  return entries.subarray(0, n)
}

/** The same levels for all entries; `published`: 0 for an entry that is suppressed. */
export function fullDomainRecoding(levels: ArrayLike<number>, published: ArrayLike<number>): Recoding {
  return { nodes: [Uint8Array.from(levels)], nodeOf: Int32Array.from(published, (yes) => (yes ? 0 : -1)) }
}

/**
 * Numbers of the values of a hierarchy over all levels: a value that is repeated on the next level for the same leaves is
 * one value, since a reader cannot tell them apart. `byLevel[l][leaf]` is the number of a leaf's value at level l.
 */
function valueIds({ levels }: Hierarchy): { byLevel: Uint32Array[]; size: number } {
  let size = 0
  const ids: Uint32Array[] = []
  for (const [l, level] of levels.entries()) {
    const own = new Uint32Array(level.values.length)
    const below = levels[l - 1]
    for (let node = 0; node < own.length; node++) own[node] = size + node
    size += own.length
    if (below)
      for (let child = 0; child < below.values.length; child++) {
        const node = below.parent[child]!
        if (below.leaves[child] === level.leaves[node] && below.values[child] === level.values[node])
          own[node] = ids[l - 1]![child]!
      }
    ids.push(own)
  }
  return { byLevel: levels.map(({ ofLeaf }, l) => ofLeaf.map((node) => ids[l]![node]!)), size }
}
