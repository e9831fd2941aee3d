import { PerdeError } from '../errors.ts'

/**
 * A generalisation hierarchy as a tree of levels: the leaves, then ever coarser values, one value at the top. A node is
 * (level, number in the level); nodes are numbered in the order in which their first leaf stands in the table.
 * Terms: P. Samarati, "Protecting respondents' identities in microdata release", IEEE TKDE 13(6), 2001.
 */
export interface Hierarchy {
  /** level 0 are the leaves; the last level has a single node */
  levels: HierarchyLevel[]
  /** text of a leaf → its number */
  leafIds: ReadonlyMap<string, number>
  /** the leaf that stands for null, which is a category of its own below the top; undefined: none */
  nullLeaf: number | undefined
}

export interface HierarchyLevel {
  /** text of each node */
  values: string[]
  /** node of each leaf */
  ofLeaf: Uint32Array
  /** node of each node at the next level; empty at the top */
  parent: Uint32Array
  /** number of leaves under each node */
  leaves: Uint32Array
}

/** What stands at the top, and in a suppressed cell. */
export const TOP = '*'

/**
 * A hierarchy from rows `leaf, coarser, …, coarsest`, all equally long. A leaf may stand twice if both rows say the same.
 * Where the last column holds several values a level `*` is put on top. Throws POLICY_INVALID, with the number of the row
 * or level, for ragged rows, a leaf with two rows, and a level that is not coarser than the one below it (a value whose
 * leaves part again further up).
 */
export function createHierarchy(rows: readonly (readonly string[])[]): Hierarchy {
  const width = rows[0]?.length ?? 0
  if (width === 0) throw new PerdeError('POLICY_INVALID', 'a hierarchy is empty')
  const leafIds = new Map<string, number>()
  const kept: (readonly string[])[] = []
  for (const [index, row] of rows.entries()) {
    if (row.length !== width)
      throw new PerdeError('POLICY_INVALID', `row ${index + 1} of a hierarchy does not have ${width} columns`, {
        hints: ['every leaf needs a value at every level: repeat the last one where a branch is shorter'],
      })
    const known = leafIds.get(row[0]!)
    if (known === undefined) {
      leafIds.set(row[0]!, kept.length)
      kept.push(row)
    } else if (row.some((value, level) => value !== kept[known]![level]))
      throw new PerdeError('POLICY_INVALID', `row ${index + 1} of a hierarchy gives a leaf other values than before`, {
        hints: ['keep one row for each leaf'],
      })
  }
  const levels = Array.from({ length: width }, (_, level) => levelOf(kept, level))
  if (levels.at(-1)!.values.length > 1) levels.push(topLevel(kept.length))
  link(levels)
  return { levels, leafIds, nullLeaf: undefined }
}

/** The same hierarchy with a leaf for null. It counts as a leaf in every share. */
export function withNull(hierarchy: Hierarchy): Hierarchy {
  if (hierarchy.nullLeaf !== undefined) return hierarchy
  const leaf = hierarchy.leafIds.size
  const last = hierarchy.levels.length - 1
  const levels: HierarchyLevel[] = hierarchy.levels.map(({ values, ofLeaf }, level) => {
    const nodes = level === last && last > 0 ? values : [...values, '']
    const grown = new Uint32Array(leaf + 1)
    grown.set(ofLeaf)
    grown[leaf] = level === last && last > 0 ? 0 : values.length
    return { values: nodes, ofLeaf: grown, parent: new Uint32Array(0), leaves: leafCounts(grown, nodes.length) }
  })
  if (levels.at(-1)!.values.length > 1) levels.push(topLevel(leaf + 1))
  link(levels)
  return { levels, leafIds: hierarchy.leafIds, nullLeaf: leaf }
}

/**
 * Number of the leaf with this text (as written, else without spaces around it), -1 where there is none. `null` asks for
 * the leaf of null.
 */
export function leafOf(hierarchy: Hierarchy, text: string | null): number {
  if (text === null) return hierarchy.nullLeaf ?? -1
  return hierarchy.leafIds.get(text) ?? hierarchy.leafIds.get(text.trim()) ?? -1
}

/** Coarsest level. */
export function topOf(hierarchy: Hierarchy): number {
  return hierarchy.levels.length - 1
}

/**
 * Loss of each node of a level, 0 (a leaf) to 1 (the top): (leaves under it − 1) / (leaves − 1). V. Iyengar,
 * "Transforming data to satisfy privacy constraints", KDD 2002.
 */
export function lossOfNodes(hierarchy: Hierarchy, level: number): Float64Array {
  const all = hierarchy.levels[0]!.values.length
  const { leaves } = hierarchy.levels[level]!
  const losses = new Float64Array(leaves.length)
  if (all > 1) for (let node = 0; node < losses.length; node++) losses[node] = (leaves[node]! - 1) / (all - 1)
  return losses
}

/** NCP of each node of a level: 0 for a single leaf, else leaves under it / leaves. Xu et al., KDD 2006. */
export function ncpOfNodes(hierarchy: Hierarchy, level: number): Float64Array {
  const all = hierarchy.levels[0]!.values.length
  return Float64Array.from(hierarchy.levels[level]!.leaves, (n) => (n === 1 ? 0 : n / all))
}

function levelOf(rows: readonly (readonly string[])[], level: number): HierarchyLevel {
  const ids = new Map<string, number>()
  const ofLeaf = new Uint32Array(rows.length)
  for (const [leaf, row] of rows.entries()) {
    const value = row[level]!
    let id = ids.get(value)
    if (id === undefined) ids.set(value, (id = ids.size))
    ofLeaf[leaf] = id
  }
  return { values: [...ids.keys()], ofLeaf, parent: new Uint32Array(0), leaves: leafCounts(ofLeaf, ids.size) }
}

function topLevel(leaves: number): HierarchyLevel {
  return {
    values: [TOP],
    ofLeaf: new Uint32Array(leaves),
    parent: new Uint32Array(0),
    leaves: Uint32Array.of(leaves),
  }
}

function leafCounts(ofLeaf: Uint32Array, nodes: number): Uint32Array {
  const counts = new Uint32Array(nodes)
  for (const node of ofLeaf) counts[node]!++
  return counts
}

/** Fills `parent`; a node with two parents is a level that is not coarser. */
function link(levels: HierarchyLevel[]): void {
  for (let l = 0; l + 1 < levels.length; l++) {
    const level = levels[l]!
    const next = levels[l + 1]!
    const parent = new Uint32Array(level.values.length).fill(NONE)
    for (let leaf = 0; leaf < level.ofLeaf.length; leaf++) {
      const node = level.ofLeaf[leaf]!
      if (parent[node] === NONE) parent[node] = next.ofLeaf[leaf]!
      else if (parent[node] !== next.ofLeaf[leaf])
        throw new PerdeError('POLICY_INVALID', `level ${l + 1} of a hierarchy is not coarser than level ${l}`, {
          hints: [`rows with the same value at level ${l} need the same value at level ${l + 1}`],
        })
    }
    level.parent = parent
  }
}

const NONE = 0xffffffff
