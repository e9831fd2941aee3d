import type { ClassCounts } from '../class-table.ts'
import { createTupleTable } from '../tuple-table.ts'

/**
 * Minimal sample uniques: combinations of few quasi-identifiers by which a record is alone while it is in no part of them. The
 * fewer and the smaller they have to be, the more a record stands out. M. Elliot, A. Manning and R. Ford, "A computational
 * algorithm for handling the special uniques problem", IJUFKS 10(5), 2002; SUDA2: A. Manning, D. Haglin and J. Keane, 2008.
 */
export interface MinimalUniques {
  /** columns of a combination, at most */
  largest: number
  /** how many there are, by their number of columns, from 1 */
  bySize: number[]
  /** records that have one at least */
  records: number
  /** sum over the records of their scores: over the uniques of each, Π (columns − i), i from its size to the largest */
  score: number
  /** the greatest score of a record */
  highest: number
  /** by column: share of the score that goes through it */
  columns: number[]
}

/** Combinations that are tried, at most: as large ones as that allows. */
const MOST_TRIED = 5000

export function minimalUniques({ columns, counts, shape }: ClassCounts, largest = 3): MinimalUniques {
  const width = columns.length
  const size = largestFor(width, largest)
  const found: MinimalUniques = {
    largest: size,
    bySize: new Array<number>(size).fill(0),
    records: 0,
    score: 0,
    highest: 0,
    columns: columns.map(() => 0),
  }
  const scores = new Float64Array(counts.length)
  // By combination, as bits: which entries are alone in it or in a part of it.
  const alone = new Map<string, Uint8Array>()
  for (const combination of combinationsUpTo(width, size)) {
    const inPart = new Uint8Array(counts.length)
    if (combination.length > 1)
      for (const left of combination) {
        const part = alone.get(combination.filter((c) => c !== left).join())!
        for (let e = 0; e < inPart.length; e++) inPart[e]! |= part[e]!
      }
    const value = scoreOf(combination.length, width, size)
    for (const e of uniquesOf(combination, columns, counts, shape.leaves)) {
      if (inPart[e] === 1) continue
      inPart[e] = 1
      found.bySize[combination.length - 1]!++
      scores[e]! += value
      found.score += value
      for (const c of combination) found.columns[c]! += value
    }
    if (combination.length < size) alone.set(combination.join(), inPart)
  }
  for (const score of scores) {
    if (score > 0) found.records++
    found.highest = Math.max(found.highest, score)
  }
  if (found.score > 0) found.columns = found.columns.map((sum) => sum / found.score)
  return found
}

/** The score of SUDA: in how many ways a unique of this size can be made larger, which never ends at none. */
function scoreOf(size: number, columns: number, largest: number): number {
  let product = 1
  for (let i = size; i <= Math.min(largest, columns - 1); i++) product *= columns - i
  return product
}

/** Entries of a single record that no other record equals in some columns. */
function uniquesOf(
  combination: readonly number[],
  columns: ClassCounts['columns'],
  counts: Float64Array,
  leaves: readonly number[],
): number[] {
  const table = createTupleTable(
    combination.map((c) => leaves[c]!),
    Infinity,
  )
  const entries = table.addColumns(
    combination.map((c) => columns[c]!),
    counts,
    counts.length,
  )
  const first: number[] = []
  for (let e = 0; e < counts.length; e++) if (entries[e] === first.length) first.push(e)
  return first.filter((_, entry) => table.counts[entry] === 1)
}

function largestFor(width: number, wanted: number): number {
  let size = Math.min(width, wanted)
  while (size > 1 && [...combinationsUpTo(width, size, MOST_TRIED + 1)].length > MOST_TRIED) size--
  return size
}

/** The small ones first. */
function* combinationsUpTo(width: number, largest: number, most = Infinity): Generator<number[]> {
  let last: number[][] = [[]]
  let given = 0
  for (let size = 1; size <= largest; size++) {
    const next: number[][] = []
    for (const some of last)
      for (let c = (some.at(-1) ?? -1) + 1; c < width; c++) {
        if (given++ >= most) return
        const own = [...some, c]
        next.push(own)
        yield own
      }
    last = next
  }
}
