import { PerdeError } from '../errors.ts'
import type { Requirements } from './check-classes.ts'
import { createEntryCheck, type EntryCheck } from './check-entries.ts'
import type { ClassCounts } from './class-table.ts'
import { lossOfNodes, topOf, type Hierarchy } from './hierarchy.ts'
import type { Recoding } from './recoding.ts'

/**
 * A tree that generalises a record by its leaves alone. A split asks for the node of one column at one level; each branch
 * goes on below it, `rest` takes the nodes that are too rare for a branch and keeps the column where it was.
 */
export type GeneralisationTree =
  | { levels: number[] }
  | { column: number; level: number; branches: [node: number, tree: GeneralisationTree][]; rest?: GeneralisationTree }

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
): GeneralisationTree {
  const all = Uint32Array.from(counts.counts, (_, e) => e)
  const holds = createEntryCheck(counts, requirements)
  if (!holds(all, counts.rows))
    throw new PerdeError('ANONYMITY_NOT_MET', 'not even all records as one class satisfy the privacy models', {
      hints: ['lower k, l or β, raise t, or give more records'],
      facts: { records: counts.rows },
    })
  const losses = hierarchies.map((h) => h.levels.map((_, level) => lossOfNodes(h, level)))
  const levels = hierarchies.map(topOf)
  return grow(
    { counts, hierarchies, losses, holds },
    all,
    levels,
    hierarchies.map(() => false),
  )
}

/** What a tree makes of the entries of a table. They go down together, so that each split is looked at once. */
export function treeRecoding(
  tree: GeneralisationTree,
  counts: ClassCounts,
  hierarchies: readonly Hierarchy[],
): Recoding {
  const nodes: Uint8Array[] = []
  const numbers = new Map<string, number>()
  const nodeOf = new Int32Array(counts.counts.length).fill(-1)
  const numberOf = (levels: readonly number[]): number => {
    const name = levels.join()
    let number = numbers.get(name)
    if (number === undefined) numbers.set(name, (number = nodes.push(Uint8Array.from(levels)) - 1))
    return number
  }
  // The entries of a part of the tree stand side by side.
  const entries = Uint32Array.from(nodeOf, (_, e) => e)
  const spare = new Uint32Array(entries.length)
  const branchOf = new Uint32Array(counts.shape.leaves.reduce((n, leaves) => Math.max(n, leaves), 0))
  const down = (at: GeneralisationTree | undefined, from: number, to: number): void => {
    // Beside all branches: nobody like it was there when the tree was made, so it would stand alone.
    if (!at || from === to) return
    if ('levels' in at) {
      const number = numberOf(at.levels)
      for (let i = from; i < to; i++) nodeOf[entries[i]!] = number
      return
    }
    const { branches, rest } = at
    const { ofLeaf } = hierarchies[at.column]!.levels[at.level]!
    const leaves = counts.columns[at.column]!
    // Part 0 is the rest.
    for (let b = 0; b < branches.length; b++) branchOf[branches[b]![0]] = b + 1
    const ends = new Array<number>(branches.length + 2).fill(0)
    ends[0] = from
    for (let i = from; i < to; i++) ends[branchOf[ofLeaf[leaves[entries[i]!]!]!]! + 1]!++
    for (let p = 1; p < ends.length; p++) ends[p]! += ends[p - 1]!
    for (let i = from; i < to; i++) spare[ends[branchOf[ofLeaf[leaves[entries[i]!]!]!]!]!++] = entries[i]!
    for (let i = from; i < to; i++) entries[i] = spare[i]!
    for (let b = 0; b < branches.length; b++) branchOf[branches[b]![0]] = 0
    // What was the beginning of a part is its end now.
    down(rest, from, ends[0])
    for (let b = 0; b < branches.length; b++) down(branches[b]![1], ends[b]!, ends[b + 1]!)
  }
  down(tree, 0, entries.length)
  return { nodes, nodeOf }
}

interface Growth {
  counts: ClassCounts
  hierarchies: readonly Hierarchy[]
  /** by column and level: loss of each node */
  losses: readonly Float64Array[][]
  holds: EntryCheck
}

interface Part {
  node: number
  entries: Uint32Array
  rows: number
}

interface Split {
  column: number
  gain: number
  branches: Part[]
  rest: Part | undefined
}

/** `frozen`: columns in which the entries are leftovers. */
function grow(growth: Growth, entries: Uint32Array, levels: number[], frozen: boolean[]): GeneralisationTree {
  const split = bestSplit(growth, entries, levels, frozen)
  if (!split) return { levels }
  const { column, branches, rest } = split
  const level = levels[column]! - 1
  const below = levels.with(column, level)
  return {
    column,
    level,
    branches: branches.map(({ node, entries: own }) => [node, grow(growth, own, below, frozen)]),
    ...(rest && { rest: grow(growth, rest.entries, levels, frozen.with(column, true)) }),
  }
}

function bestSplit(growth: Growth, entries: Uint32Array, levels: number[], frozen: boolean[]): Split | undefined {
  let best: Split | undefined
  for (let column = 0; column < levels.length; column++) {
    if (frozen[column] || levels[column] === 0) continue
    const split = splitAt(growth, entries, column, levels[column]!)
    if (split && (!best || split.gain > best.gain + 1e-12)) best = split
  }
  return best
}

/** Parts the entries by the nodes of a column one level down. */
function splitAt(
  { counts, hierarchies, losses, holds }: Growth,
  entries: Uint32Array,
  column: number,
  level: number,
): Split | undefined {
  const { ofLeaf, values } = hierarchies[column]!.levels[level - 1]!
  const leaves = counts.columns[column]!
  const rows = new Float64Array(values.length)
  const sizes = new Uint32Array(values.length)
  for (let i = 0; i < entries.length; i++) {
    const node = ofLeaf[leaves[entries[i]!]!]!
    rows[node]! += counts.counts[entries[i]!]!
    sizes[node]!++
  }
  const parts: (Part & { filled: number })[] = []
  const partOf = new Int32Array(values.length).fill(-1)
  for (let node = 0; node < rows.length; node++)
    if (sizes[node]! > 0)
      partOf[node] = parts.push({ node, entries: new Uint32Array(sizes[node]!), rows: rows[node]!, filled: 0 }) - 1
  for (let i = 0; i < entries.length; i++) {
    const part = parts[partOf[ofLeaf[leaves[entries[i]!]!]!]!]!
    part.entries[part.filled++] = entries[i]!
  }
  const branches = parts.filter((part) => holds(part.entries, part.rows))
  const rare = parts.filter((part) => !branches.includes(part))
  // The rarest first: leftovers take what costs least.
  branches.sort((a, b) => a.rows - b.rows || a.node - b.node)
  let rest = joined(rare)
  while (rest && !holds(rest.entries, rest.rows) && branches.length > 0) rest = joined([rest, branches.shift()!])
  if (branches.length === 0 || (rest && !holds(rest.entries, rest.rows))) return undefined
  const before = losses[column]![level]![hierarchies[column]!.levels[level]!.ofLeaf[leaves[entries[0]!]!]!]!
  const after = losses[column]![level - 1]!
  const gain = branches.reduce((sum, part) => sum + part.rows * (before - after[part.node]!), 0)
  return { column, gain, branches, rest }
}

function joined(parts: readonly Part[]): Part | undefined {
  if (parts.length === 0) return undefined
  const entries = new Uint32Array(parts.reduce((n, part) => n + part.entries.length, 0))
  let at = 0
  for (const part of parts) {
    entries.set(part.entries, at)
    at += part.entries.length
  }
  return { node: -1, entries, rows: parts.reduce((sum, part) => sum + part.rows, 0) }
}
