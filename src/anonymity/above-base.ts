import type { ClassCounts } from './class-table.ts'
import type { Hierarchy } from './hierarchy.ts'
import type { GeneralisationTree } from './top-down.ts'
import { emptyColumn } from './tuple-table.ts'

// Hierarchies that begin at a level above their leaves, for tables that tell nothing apart below it.

/** The levels from `base` on; its nodes are the leaves, with their numbers. */
export function hierarchyAbove({ levels, leafIds, nullLeaf }: Hierarchy, base: number): Hierarchy {
  const from = levels[base]!
  const size = from.values.length
  // A leaf of each node, through which the levels above are reached.
  const leafOf = new Uint32Array(size)
  for (let leaf = from.ofLeaf.length - 1; leaf >= 0; leaf--) leafOf[from.ofLeaf[leaf]!] = leaf
  return {
    levels: levels.slice(base).map(({ values, ofLeaf, parent }) => {
      const ofNode = leafOf.map((leaf) => ofLeaf[leaf]!)
      const leaves = new Uint32Array(values.length)
      for (const node of ofNode) leaves[node]!++
      return { values, parent, ofLeaf: ofNode, leaves }
    }),
    leafIds,
    nullLeaf: nullLeaf === undefined ? undefined : from.ofLeaf[nullLeaf]!,
  }
}

/** The same entries by the nodes of their leaves at the base of each column. */
export function countsAbove(
  counts: ClassCounts,
  hierarchies: readonly Hierarchy[],
  base: readonly number[],
): ClassCounts {
  const sizes = hierarchies.map(({ levels }, q) => levels[base[q]!]!.values.length)
  return {
    ...counts,
    shape: { ...counts.shape, leaves: sizes },
    columns: counts.columns.map((column, q) => {
      const { ofLeaf } = hierarchies[q]!.levels[base[q]!]!
      const nodes = emptyColumn(sizes[q]!, column.length)
      for (let e = 0; e < nodes.length; e++) nodes[e] = ofLeaf[column[e]!]!
      return nodes
    }),
  }
}

/** A tree over hierarchies that begin at their base, as one over the whole ones. */
export function treeAbove(tree: GeneralisationTree, base: readonly number[]): GeneralisationTree {
  if ('levels' in tree) return { levels: tree.levels.map((level, q) => level + base[q]!) }
  return {
    column: tree.column,
    level: tree.level + base[tree.column]!,
    branches: tree.branches.map(([node, below]) => [node, treeAbove(below, base)]),
    ...(tree.rest && { rest: treeAbove(tree.rest, base) }),
  }
}
