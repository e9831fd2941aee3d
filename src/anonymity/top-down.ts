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
    entries: all,
    spare: all.slice(),
    rows: new Float64Array(most),
    partOf: new Uint32Array(most),
    // Combinations of a population beside all branches are in no class.
    recoding: { nodes: [], nodeOf: new Int32Array(all.length).fill(-1) },
    numbers: new Map(),
  }
  const levels = hierarchies.map(topOf)
  const tree = grow(
    growth,
    0,
    all.length,
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
  /** all entries, those of a part of the tree side by side */
  entries: Uint32Array
  spare: Uint32Array
  /** by node of the column that is looked at: its rows, and 1 + its branch; zero in between */
  rows: Float64Array
  partOf: Uint32Array
  recoding: Recoding
  /** number of a node by its levels */
  numbers: Map<string, number>
}

/** A way to part some entries by the nodes of a column one level down. */
interface Split {
  column: number
  score: number
  /** node of each branch; other nodes are the rest */
  branches: number[]
  hasRest: boolean
}

/** `above`: levels that the tree has come down to. `frozen`: columns in which the entries are leftovers, which no split parts. */
function grow(growth: Growth, from: number, to: number, above: number[], frozen: boolean[]): GeneralisationTree {
  const levels = above.slice()
  let split: Split | undefined
  for (let column = 0; column < levels.length; column++) {
    levels[column] = lowestInCommon(growth, from, to, column, levels[column]!)
    if (frozen[column] || levels[column] === 0) continue
    const own = splitAt(growth, from, to, column, levels[column]!)
    if (own && (!split || own.score > split.score + 1e-12)) split = own
  }
  // The entries may be in another order after the split.
  const first = growth.entries[from]!
  let tree: GeneralisationTree = { levels }
  if (!split) publish(growth, from, to, levels)
  else {
    const { column, branches, hasRest } = split
    const level = levels[column]! - 1
    const below = levels.with(column, level)
    const starts = arrange(growth, from, to, split, level)
    tree = {
      column,
      level,
      branches: branches.map((node, b) => [node, grow(growth, starts[b]!, starts[b + 1]!, below, frozen)]),
      ...(hasRest && { rest: grow(growth, starts.at(-2)!, to, levels, frozen.with(column, true)) }),
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

/** What stands together at an end of the tree is published at its levels. */
function publish({ recoding, numbers, entries }: Growth, from: number, to: number, levels: readonly number[]): void {
  const name = String.fromCharCode(...levels)
  let number = numbers.get(name)
  if (number === undefined) numbers.set(name, (number = recoding.nodes.push(Uint8Array.from(levels)) - 1))
  for (let i = from; i < to; i++) recoding.nodeOf[entries[i]!] = number
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
function splitAt(growth: Growth, from: number, to: number, column: number, level: number): Split | undefined {
  const { counts, hierarchies, losses, rows, partOf, entries } = growth
  const { ofLeaf } = hierarchies[column]!.levels[level - 1]!
  const leaves = counts.columns[column]!
  const nodes: number[] = []
  let all = 0
  for (let i = from; i < to; i++) {
    const entry = entries[i]!
    const node = ofLeaf[leaves[entry]!]!
    const n = counts.counts[entry]!
    if (partOf[node] === 0) nodes.push(node)
    partOf[node] = 1
    rows[node]! += n
    all += n
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
  nodes: number[],
  all: number,
  before: number,
): Split | undefined {
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
  // Nodes of a population that no row has need no class.
  if (left > 0 && branches.length > 0 && !holds(rest, left)) {
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
  return { column, score: (gain - LEFTOVERS * left * before) / bits, branches, hasRest: left > 0 }
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
  { counts, hierarchies, entries, spare, partOf }: Growth,
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
    spare[next[part - 1]!++] = entries[i]!
  }
  for (let i = from; i < to; i++) entries[i] = spare[i]!
  for (const node of branches) partOf[node] = 0
  return starts
}
