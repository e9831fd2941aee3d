import { fieldsOf, type Requirements } from './check-classes.ts'
import { createEntryCheck, type EntryCheck } from './check-entries.ts'
import { lossOfNodes } from './hierarchy.ts'
import { countNodes, lowestInCommon, type Part, type PartedTable } from './parted-table.ts'

/** What a search for the best split of a part knows. */
export interface SplitSearch extends PartedTable {
  /** by column and level: loss of each node */
  losses: readonly Float64Array[][]
  holds: EntryCheck
  /** the size of a part does not decide alone */
  readsValues: boolean
  /** where it does: rows that a class needs */
  leastRows: number
  /** some entries have no row: people of a population */
  hasEmpty: boolean
}

/** All rows as one class must hold. */
export function createSplitSearch(table: PartedTable, requirements: Requirements): SplitSearch {
  const { counts, hierarchies } = table
  const holds = createEntryCheck(counts, requirements)
  const readsValues = fieldsOf(requirements).length > 0
  return {
    ...table,
    losses: hierarchies.map((h) => h.levels.map((_, level) => lossOfNodes(h, level))),
    holds,
    readsValues,
    leastRows: readsValues ? 0 : smallestClass(holds, counts.rows),
    hasEmpty: counts.counts.includes(0),
  }
}

/** A way to part some entries by the nodes of a column one level down. */
export interface Split {
  column: number
  score: number
  /** node of each branch; other nodes are the rest */
  branches: number[]
  /** rows of each branch, then of the rest, where there is one */
  rows: number[]
}

/** No node may be published, however a part of these entries is taken: there is less of each node in it. */
const NEVER = 'never'

/** Lowers `levels` to where all entries of a part are alike, and closes the columns that can never part it. */
export function bestSplit(search: SplitSearch, part: Part, levels: number[], closed: boolean[]): Split | undefined {
  const parts = mayPart(search, part)
  let split: Split | undefined
  for (let column = 0; column < levels.length; column++) {
    levels[column] = lowestInCommon(search, part.from, part.to, column, levels[column]!)
    if (!parts || closed[column] || levels[column] === 0) continue
    const own = splitAt(search, part, column, levels[column]!, split ? split.score + 1e-12 : -Infinity)
    if (own === NEVER) closed[column] = true
    else if (own) split = own
  }
  return split
}

/** Of two parts with rows one has half of them or less. */
function mayPart({ readsValues, leastRows, hasEmpty }: SplitSearch, { rows }: Part): boolean {
  return readsValues || hasEmpty || Math.floor(rows / 2) >= leastRows
}

/** The smallest class that holds where the size decides alone: a larger one holds if a smaller one does. */
function smallestClass(holds: EntryCheck, most: number): number {
  let low = 1
  let high = most
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (holds(NO_ENTRIES, middle)) high = middle
    else low = middle + 1
  }
  return high
}

/** What the loss of the leftovers in the column that parts them counts against a split. */
const LEFTOVERS = 0.5
/** Bits that a split costs beside what it tells, per row: splits that hardly part anything do not come first. */
const BITS_AT_LEAST = 0.01

/**
 * Parts the entries by the nodes of a column one level down. A split is worth the loss that it saves for each bit that it
 * tells about a row: the bits are what the classes have to spend until they are as small as the models allow
 * (B. Fung, K. Wang and P. Yu, "Top-down specialization for information and privacy preservation", ICDE 2005, weigh so too).
 * Undefined: there is none that is worth more than `least`.
 */
function splitAt(
  search: SplitSearch,
  part: Part,
  column: number,
  level: number,
  least: number,
): Split | typeof NEVER | undefined {
  const { counts, hierarchies, rows, partOf, entries, nodes } = search
  const leaves = counts.columns[column]!
  const { levels } = hierarchies[column]!
  const different = countNodes(search, part, leaves, levels[level - 1]!.ofLeaf)
  const parent = levels[level]!.ofLeaf[leaves[entries[part.from]!]!]!
  const split = weigh(search, part, column, level, least, different, search.losses[column]![level]![parent]!)
  for (let n = 0; n < different; n++) rows[nodes[n]!] = partOf[nodes[n]!] = 0
  return split
}

/** `different`: nodes that occur; `before`: loss of a row in the column as it is. */
function weigh(
  search: SplitSearch,
  part: Part,
  column: number,
  level: number,
  least: number,
  different: number,
  before: number,
): Split | typeof NEVER | undefined {
  const { rows, nodes, readsValues } = search
  const after = search.losses[column]![level - 1]!
  const branches: number[] = []
  // Which they are matters only where their values do.
  const rest: number[] = []
  let left = 0
  for (let n = 0; n < different; n++) {
    const node = nodes[n]!
    if (holdTogether(search, part, column, level, readsValues ? [node] : rest, rows[node]!)) branches.push(node)
    else {
      if (readsValues) rest.push(node)
      left += rows[node]!
    }
  }
  if (branches.length === 0) return readsValues ? undefined : NEVER
  // Nodes of a population that no row has need no class.
  if (left > 0 && !holdTogether(search, part, column, level, rest, left))
    left = fillUp(search, part, column, level, before, { branches, rest, left })
  if (branches.length === 0) return undefined
  branches.sort(ascending)
  const all = part.rows
  let gain = 0
  let bits = BITS_AT_LEAST * all + (left > 0 ? left * Math.log2(all / left) : 0)
  for (let b = 0; b < branches.length; b++) {
    const own = rows[branches[b]!]!
    gain += own * (before - after[branches[b]!]!)
    bits += own * Math.log2(all / own)
  }
  const score = (gain - LEFTOVERS * left * before) / bits
  if (!(score > least)) return undefined
  const parts: number[] = []
  for (let b = 0; b < branches.length; b++) parts.push(rows[branches[b]!]!)
  if (left > 0) parts.push(left)
  return { column, score, branches, rows: parts }
}

function ascending(a: number, b: number): number {
  return a - b
}

/** Leftovers that need more to be safe take what saves least. The rows of them then. */
function fillUp(
  search: SplitSearch,
  part: Part,
  column: number,
  level: number,
  before: number,
  { branches, rest, left: least }: { branches: number[]; rest: number[]; left: number },
): number {
  const { rows, losses, readsValues } = search
  const after = losses[column]![level - 1]!
  const saved = (node: number) => rows[node]! * (before - after[node]!)
  branches.sort((a, b) => saved(b) - saved(a) || a - b)
  let left = least
  do {
    const node = branches.pop()!
    if (readsValues) rest.push(node)
    left += rows[node]!
  } while (branches.length > 0 && !holdTogether(search, part, column, level, rest, left))
  return left
}

/** Whether the entries of a part below some nodes of a column may be published together; `rows`: theirs. */
function holdTogether(
  { counts, hierarchies, holds, readsValues, leastRows, entries }: SplitSearch,
  { from, to }: Part,
  column: number,
  level: number,
  nodes: readonly number[],
  rows: number,
): boolean {
  if (!readsValues) return rows >= leastRows
  const { ofLeaf } = hierarchies[column]!.levels[level - 1]!
  const leaves = counts.columns[column]!
  const own = new Set(nodes)
  return holds(
    entries.subarray(from, to).filter((e) => own.has(ofLeaf[leaves[e]!]!)),
    rows,
  )
}

const NO_ENTRIES = new Uint32Array(0)
