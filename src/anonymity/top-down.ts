import { PerdeError } from '../errors.ts'
import { fieldsOf, type Requirements } from './check-classes.ts'
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
  const all = Uint32Array.from(counts.counts, (_, e) => e)
  const holds = createEntryCheck(counts, requirements)
  if (!holds(all, counts.rows))
    throw new PerdeError('ANONYMITY_NOT_MET', 'not even all records as one class satisfy the privacy models', {
      hints: ['lower k, l or β, raise t or the bounds on risk, or give more records'],
      facts: { records: counts.rows },
    })
  const most = counts.shape.leaves.reduce((n, leaves) => Math.max(n, leaves), 0)
  const losses = hierarchies.map((h) => h.levels.map((_, level) => lossOfNodes(h, level)))
  const growth: Growth = {
    counts,
    hierarchies,
    losses,
    holds,
    readsValues: fieldsOf(requirements).length > 0,
    hasEmpty: counts.counts.includes(0),
    entries: all,
    sizes: counts.counts.slice(),
    spare: all.slice(),
    spareSizes: new Float64Array(all.length),
    rows: new Float64Array(most),
    partOf: new Uint32Array(most),
    // Combinations of a population beside all branches are in no class.
    recoding: { nodes: [], nodeOf: new Int32Array(all.length).fill(-1) },
    ends: new Map(),
  }
  const levels = hierarchies.map(topOf)
  const whole = { from: 0, to: all.length, rows: counts.rows }
  const tree = grow(
    growth,
    whole,
    levels,
    hierarchies.map(() => false),
  )
  return { tree, recoding: growth.recoding }
}

interface Growth {
  counts: ClassCounts
  hierarchies: readonly Hierarchy[]
  /** by column and level: loss of each node */
  losses: readonly Float64Array[][]
  holds: EntryCheck
  /** the size of a part does not decide alone */
  readsValues: boolean
  /** some entries have no row: people of a population */
  hasEmpty: boolean
  /** all entries, those of a part of the tree side by side */
  entries: Uint32Array
  /** rows of each of them, in the same order: what is read in order is read fast */
  sizes: Float64Array
  spare: Uint32Array
  spareSizes: Float64Array
  /** by node of the column that is looked at: its rows, and 1 + its branch; zero in between */
  rows: Float64Array
  partOf: Uint32Array
  recoding: Recoding
  /** by levels: number of the node, and the end of the tree that stands wherever one has them */
  ends: Map<string, { node: number; tree: GeneralisationTree }>
}

/** Entries that stand side by side, and the rows of them. */
interface Part {
  from: number
  to: number
  rows: number
}

/** A way to part some entries by the nodes of a column one level down. */
interface Split {
  column: number
  score: number
  /** node of each branch; other nodes are the rest */
  branches: number[]
  /** rows of each branch, then of the rest, where there is one */
  rows: number[]
  hasRest: boolean
}

/** No node may be published, however a part of these entries is taken: there is less of each node in it. */
const NEVER = 'never'

/** `above`: levels that the tree has come down to. `settled`: columns that no split parts any more. */
function grow(growth: Growth, part: Part, above: number[], settled: readonly boolean[]): GeneralisationTree {
  const { from, to } = part
  const levels = above.slice()
  const closed = settled.slice()
  const parts = mayPart(growth, part)
  let split: Split | undefined
  for (let column = 0; column < levels.length; column++) {
    levels[column] = lowestInCommon(growth, from, to, column, levels[column]!)
    if (!parts || closed[column] || levels[column] === 0) continue
    const own = splitAt(growth, part, column, levels[column]!)
    if (own === NEVER) closed[column] = true
    else if (own && (!split || own.score > split.score + 1e-12)) split = own
  }
  // The entries may be in another order after the split.
  const first = growth.entries[from]!
  let tree: GeneralisationTree
  if (!split) tree = publish(growth, from, to, levels)
  else {
    const { column, branches, rows, hasRest } = split
    const level = levels[column]! - 1
    const below = levels.with(column, level)
    const starts = arrange(growth, from, to, split, level)
    const partAt = (b: number): Part => ({ from: starts[b]!, to: starts[b + 1]!, rows: rows[b]! })
    tree = {
      column,
      level,
      branches: branches.map((node, b) => [node, grow(growth, partAt(b), below, closed)]),
      // Leftovers of a column are not parted by it again.
      ...(hasRest && { rest: grow(growth, partAt(branches.length), levels, closed.with(column, true)) }),
    }
  }
  // What all have in common tells nothing about any of them, so it costs nothing to keep it.
  for (let column = levels.length - 1; column >= 0; column--) {
    const level = levels[column]!
    if (level === above[column]) continue
    const node = growth.hierarchies[column]!.levels[level]!.ofLeaf[growth.counts.columns[column]![first]!]!
    tree = { column, level, branches: [[node, tree]] }
  }
  return tree
}

/** Of two parts with rows one has half of them or less. Where the size decides alone, a larger class holds if a smaller one does. */
function mayPart({ holds, readsValues, hasEmpty }: Growth, { rows }: Part): boolean {
  return readsValues || hasEmpty || holds(NO_ENTRIES, Math.floor(rows / 2))
}

/** What stands together at an end of the tree is published at its levels. */
function publish(
  { recoding, ends, entries }: Growth,
  from: number,
  to: number,
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

/** The lowest level of a column, from `level` downwards, at which some entries are all the same. */
function lowestInCommon(
  { counts, hierarchies, entries }: Growth,
  from: number,
  to: number,
  column: number,
  level: number,
): number {
  const leaves = counts.columns[column]!
  const { levels } = hierarchies[column]!
  let lowest = level
  while (lowest > 0) {
    const { ofLeaf } = levels[lowest - 1]!
    const node = ofLeaf[leaves[entries[from]!]!]
    for (let i = from + 1; i < to; i++) if (ofLeaf[leaves[entries[i]!]!] !== node) return lowest
    lowest--
  }
  return lowest
}

/** What the loss of the leftovers in the column that parts them counts against a split. */
const LEFTOVERS = 0.5
/** Bits that a split costs beside what it tells, per row: splits that hardly part anything do not come first. */
const BITS_AT_LEAST = 0.01

/**
 * Parts the entries by the nodes of a column one level down. A split is worth the loss that it saves for each bit that it
 * tells about a row: the bits are what the classes have to spend until they are as small as the models allow
 * (B. Fung, K. Wang and P. Yu, "Top-down specialization for information and privacy preservation", ICDE 2005, weigh so too).
 */
function splitAt(
  growth: Growth,
  { from, to, rows: all }: Part,
  column: number,
  level: number,
): Split | typeof NEVER | undefined {
  const { counts, hierarchies, losses, rows, partOf, entries, sizes } = growth
  const { ofLeaf } = hierarchies[column]!.levels[level - 1]!
  const leaves = counts.columns[column]!
  const nodes: number[] = []
  for (let i = from; i < to; i++) {
    const node = ofLeaf[leaves[entries[i]!]!]!
    if (partOf[node] === 0) {
      nodes.push(node)
      partOf[node] = 1
    }
    rows[node]! += sizes[i]!
  }
  const parent = hierarchies[column]!.levels[level]!.ofLeaf[leaves[entries[from]!]!]!
  const split = weigh(
    growth,
    growth.readsValues ? entries.subarray(from, to) : NO_ENTRIES,
    column,
    level,
    nodes,
    all,
    losses[column]![level]![parent]!,
  )
  for (const node of nodes) rows[node] = partOf[node] = 0
  return split
}

function weigh(
  growth: Growth,
  entries: Uint32Array,
  column: number,
  level: number,
  nodes: readonly number[],
  all: number,
  before: number,
): Split | typeof NEVER | undefined {
  const { rows } = growth
  const after = growth.losses[column]![level - 1]!
  const saved = (node: number) => rows[node]! * (before - after[node]!)
  const holds = nodeCheck(growth, entries, column, level)
  const branches: number[] = []
  const rest: number[] = []
  let left = 0
  for (const node of nodes)
    if (holds([node], rows[node]!)) branches.push(node)
    else {
      rest.push(node)
      left += rows[node]!
    }
  if (branches.length === 0) return growth.readsValues ? undefined : NEVER
  // Nodes of a population that no row has need no class.
  if (left > 0 && !holds(rest, left)) {
    // Leftovers that need more to be safe take what saves least.
    branches.sort((a, b) => saved(b) - saved(a) || a - b)
    do {
      const node = branches.pop()!
      rest.push(node)
      left += rows[node]!
    } while (branches.length > 0 && !holds(rest, left))
  }
  if (branches.length === 0) return undefined
  branches.sort((a, b) => a - b)
  let gain = 0
  let bits = BITS_AT_LEAST * all + (left > 0 ? left * Math.log2(all / left) : 0)
  for (const node of branches) {
    gain += saved(node)
    bits += rows[node]! * Math.log2(all / rows[node]!)
  }
  const parts = branches.map((node) => rows[node]!)
  if (left > 0) parts.push(left)
  return { column, score: (gain - LEFTOVERS * left * before) / bits, branches, rows: parts, hasRest: left > 0 }
}

/** Whether the entries below some nodes of a column may be published together; `rows`: theirs. */
function nodeCheck(
  { counts, hierarchies, holds, readsValues }: Growth,
  entries: Uint32Array,
  column: number,
  level: number,
) {
  if (!readsValues) return (_: readonly number[], rows: number) => holds(NO_ENTRIES, rows)
  const { ofLeaf } = hierarchies[column]!.levels[level - 1]!
  const leaves = counts.columns[column]!
  return (nodes: readonly number[], rows: number) => {
    const own = new Set(nodes)
    return holds(
      entries.filter((e) => own.has(ofLeaf[leaves[e]!]!)),
      rows,
    )
  }
}

const NO_ENTRIES = new Uint32Array(0)

/** Orders some entries by the branches of a split, last the others; where each part begins, and the end. */
function arrange(
  { counts, hierarchies, entries, sizes, spare, spareSizes, partOf }: Growth,
  from: number,
  to: number,
  { column, branches }: Split,
  level: number,
): number[] {
  const { ofLeaf } = hierarchies[column]!.levels[level]!
  const leaves = counts.columns[column]!
  const parts = branches.length + 1
  const starts = new Array<number>(parts + 1).fill(0)
  for (const [part, node] of branches.entries()) partOf[node] = part + 1
  for (let i = from; i < to; i++) {
    const part = partOf[ofLeaf[leaves[entries[i]!]!]!]! || parts
    starts[part]!++
  }
  starts[0] = from
  for (let part = 1; part <= parts; part++) starts[part]! += starts[part - 1]!
  const next = starts.slice()
  for (let i = from; i < to; i++) {
    const part = partOf[ofLeaf[leaves[entries[i]!]!]!]! || parts
    const at = next[part - 1]!++
    spare[at] = entries[i]!
    spareSizes[at] = sizes[i]!
  }
  for (let i = from; i < to; i++) {
    entries[i] = spare[i]!
    sizes[i] = spareSizes[i]!
  }
  for (const node of branches) partOf[node] = 0
  return starts
}
