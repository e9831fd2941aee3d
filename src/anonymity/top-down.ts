import { bestSplit, createSplitSearch, type Split, type SplitSearch } from './best-split.ts'
import type { Requirements } from './check-classes.ts'
import type { ClassCounts } from './class-table.ts'
import { PerdeError } from '../errors.ts'
import { topOf, type Hierarchy } from './hierarchy.ts'
import { arrangePart, createPartedTable, type Part } from './parted-table.ts'
import type { Recoding } from './recoding.ts'

/**
 * A tree that generalises a record by its leaves alone. A split asks for the node of one column at one level; each branch
 * goes on below it, `rest` takes the nodes that are too rare for a branch and keeps the column where it was.
 */
export type GeneralisationTree =
  | { levels: number[] }
  | { column: number; level: number; branches: [node: number, tree: GeneralisationTree][]; rest?: GeneralisationTree }

export interface GrownTree {
  tree: GeneralisationTree
  /** what it makes of the entries of the table that it was grown for */
  recoding: Recoding
}

/**
 * Local recoding from the top: all rows begin at the top of every column; the split that saves most loss is made as long
 * as each part may be published. Values that are too rare stay together at the value above ("leftovers"), and what they
 * need to be safe joins them. After K. LeFevre, D. DeWitt, R. Ramakrishnan, "Mondrian multidimensional k-anonymity",
 * ICDE 2006, with hierarchies instead of an order. Suppresses nothing. Cost: columns × entries × depth.
 * Throws ANONYMITY_NOT_MET where not even all rows as one class hold.
 */
export function growTree(
  counts: ClassCounts,
  hierarchies: readonly Hierarchy[],
  requirements: Requirements,
): GrownTree {
  const table = createPartedTable(counts, hierarchies)
  const search = createSplitSearch(table, requirements)
  const all = { from: 0, to: table.entries.length, rows: counts.rows }
  if (!search.holds(table.entries, all.rows))
    throw new PerdeError('ANONYMITY_NOT_MET', 'not even all records as one class satisfy the privacy models', {
      hints: ['lower k, l or β, raise t or the bounds on risk, or give more records'],
      facts: { records: counts.rows },
    })
  const growth: Growth = {
    ...search,
    // Combinations of a population beside all branches are in no class.
    recoding: { nodes: [], nodeOf: new Int32Array(all.to).fill(-1) },
    ends: new Map(),
  }
  const open = hierarchies.map(() => false)
  return { tree: grow(growth, all, hierarchies.map(topOf), open), recoding: growth.recoding }
}

interface Growth extends SplitSearch {
  recoding: Recoding
  /** by levels: number of the node, and the end of the tree that stands wherever one has them */
  ends: Map<string, { node: number; tree: GeneralisationTree }>
}

/** `above`: levels that the tree has come down to. `settled`: columns that no split parts any more. */
function grow(growth: Growth, part: Part, above: number[], settled: readonly boolean[]): GeneralisationTree {
  const levels = above.slice()
  const closed = settled.slice()
  const split = bestSplit(growth, part, levels, closed)
  // The entries may be in another order after the split.
  const first = growth.entries[part.from]!
  const tree = split ? branch(growth, part, split, levels, closed) : publish(growth, part, levels)
  return keepCommon(growth, first, above, levels, tree)
}

function branch(
  growth: Growth,
  part: Part,
  split: Split,
  levels: number[],
  closed: readonly boolean[],
): GeneralisationTree {
  const { column, branches, rows } = split
  const below = levels.slice()
  const level = --below[column]!
  const starts = arrangePart(growth, part, column, level, branches)
  const grown: [number, GeneralisationTree][] = []
  for (let b = 0; b < branches.length; b++) {
    const own: Part = { from: starts[b]!, to: starts[b + 1]!, rows: rows[b]! }
    grown.push([branches[b]!, grow(growth, own, below, closed)])
  }
  if (rows.length === branches.length) return { column, level, branches: grown }
  // Leftovers of a column are not parted by it again.
  const settled = closed.slice()
  settled[column] = true
  const last = branches.length
  const left: Part = { from: starts[last]!, to: starts[last + 1]!, rows: rows[last]! }
  return { column, level, branches: grown, rest: grow(growth, left, levels, settled) }
}

/** What all of a part have in common tells nothing about any of them, so it costs nothing to keep it. `first`: one of them. */
function keepCommon(
  { hierarchies, counts }: Growth,
  first: number,
  above: readonly number[],
  levels: readonly number[],
  below: GeneralisationTree,
): GeneralisationTree {
  let tree = below
  for (let column = levels.length - 1; column >= 0; column--) {
    const level = levels[column]!
    if (level === above[column]) continue
    const node = hierarchies[column]!.levels[level]!.ofLeaf[counts.columns[column]![first]!]!
    tree = { column, level, branches: [[node, tree]] }
  }
  return tree
}

/** What stands together at an end of the tree is published at its levels. */
function publish(
  { recoding, ends, entries }: Growth,
  { from, to }: Part,
  levels: readonly number[],
): GeneralisationTree {
  const name = String.fromCharCode(...levels)
  let end = ends.get(name)
  if (!end) {
    end = { node: recoding.nodes.push(Uint8Array.from(levels)) - 1, tree: { levels: [...levels] } }
    ends.set(name, end)
  }
  for (let i = from; i < to; i++) recoding.nodeOf[entries[i]!] = end.node
  return end.tree
}
