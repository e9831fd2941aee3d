import type { ClassCounts } from './class-table.ts'
import type { Hierarchy } from './hierarchy.ts'
import type { NumberColumn } from './tuple-table.ts'

/** A table whose entries are put in the order of a tree of parts, and room for looking at one column of a part. */
export interface PartedTable {
  counts: ClassCounts
  hierarchies: readonly Hierarchy[]
  /** all entries, those of a part of the tree side by side */
  entries: Uint32Array
  /** rows of each of them, in the same order: what is read in order is read fast */
  sizes: Float64Array
  spare: Uint32Array
  spareSizes: Float64Array
  /** nodes of the column that is looked at which occur, in the order of first appearance */
  nodes: Uint32Array
  /** by node of the column that is looked at: its rows, and 1 + its branch; zero in between */
  rows: Float64Array
  partOf: Uint32Array
}

/** Entries that stand side by side, and the rows of them. */
export interface Part {
  from: number
  to: number
  rows: number
}

/** All entries, as one part. */
export function createPartedTable(counts: ClassCounts, hierarchies: readonly Hierarchy[]): PartedTable {
  const entries = Uint32Array.from(counts.counts, (_, e) => e)
  const most = counts.shape.leaves.reduce((n, leaves) => Math.max(n, leaves), 0)
  return {
    counts,
    hierarchies,
    entries,
    sizes: counts.counts.slice(),
    spare: new Uint32Array(entries.length),
    spareSizes: new Float64Array(entries.length),
    nodes: new Uint32Array(most),
    rows: new Float64Array(most),
    partOf: new Uint32Array(most),
  }
}

/** Orders the entries of a part by branches at a level of a column, last the others; where each begins, and the end. */
export function arrangePart(
  table: PartedTable,
  part: Part,
  column: number,
  level: number,
  branches: readonly number[],
): number[] {
  const { entries, sizes, spare, spareSizes, partOf } = table
  const leaves = table.counts.columns[column]!
  const { ofLeaf } = table.hierarchies[column]!.levels[level]!
  const starts = [part.from]
  for (let b = 0; b < branches.length; b++) partOf[branches[b]!] = starts.push(0) - 1
  starts.push(0)
  countParts(table, part, leaves, ofLeaf, starts)
  for (let b = 1; b < starts.length; b++) starts[b]! += starts[b - 1]!
  placeEntries(table, part, leaves, ofLeaf, starts.slice())
  entries.set(spare.subarray(part.from, part.to), part.from)
  sizes.set(spareSizes.subarray(part.from, part.to), part.from)
  for (let b = 0; b < branches.length; b++) partOf[branches[b]!] = 0
  return starts
}

/** The lowest level of a column, from `level` downwards, at which some entries are all the same. */
export function lowestInCommon(
  { counts, hierarchies, entries }: PartedTable,
  from: number,
  to: number,
  column: number,
  level: number,
): number {
  const leaves = counts.columns[column]!
  const { levels } = hierarchies[column]!
  let lowest = level
  while (lowest > 0 && areAlike(entries, from, to, leaves, levels[lowest - 1]!.ofLeaf)) lowest--
  return lowest
}

// What is run often stands in functions of one loop and nothing behind it: V8 makes a loop fast while it runs, and what it
// has not seen yet of the same function throws that away, hundreds of times in a tree of thousands of short loops.

/** Adds up the rows of each node below a part; how many different ones there are. */
export function countNodes(
  { entries, sizes, nodes, rows, partOf }: PartedTable,
  { from, to }: Part,
  leaves: NumberColumn,
  ofLeaf: Uint32Array,
): number {
  let different = 0
  for (let i = from; i < to; i++) {
    const node = ofLeaf[leaves[entries[i]!]!]!
    if (partOf[node] === 0) {
      nodes[different++] = node
      partOf[node] = 1
    }
    rows[node]! += sizes[i]!
  }
  return different
}

function areAlike(entries: Uint32Array, from: number, to: number, leaves: NumberColumn, ofLeaf: Uint32Array): boolean {
  const node = ofLeaf[leaves[entries[from]!]!]
  for (let i = from + 1; i < to; i++) if (ofLeaf[leaves[entries[i]!]!] !== node) return false
  return true
}

/** Counts the entries of each branch, one place behind it. */
function countParts(
  { entries, partOf }: PartedTable,
  { from, to }: Part,
  leaves: NumberColumn,
  ofLeaf: Uint32Array,
  starts: number[],
): void {
  const parts = starts.length - 1
  for (let i = from; i < to; i++) starts[partOf[ofLeaf[leaves[entries[i]!]!]!]! || parts]!++
}

/** Copies the entries and their rows to where they belong; `next`: the next place of each branch, moved on. */
function placeEntries(
  { entries, sizes, spare, spareSizes, partOf }: PartedTable,
  { from, to }: Part,
  leaves: NumberColumn,
  ofLeaf: Uint32Array,
  next: number[],
): void {
  const parts = next.length - 1
  for (let i = from; i < to; i++) {
    const entry = entries[i]!
    const at = next[(partOf[ofLeaf[leaves[entry]!]!]! || parts) - 1]!++
    spare[at] = entry
    spareSizes[at] = sizes[i]!
  }
}
