import { indexRows } from './row-index.ts'
import { thinned } from './thin.ts'

export interface Combination {
  /** numbers of the columns */
  columns: number[]
  /** share of the records that have values in them that no other record has */
  unique: number
}

/** Columns of a combination, at most. */
export const LARGEST = 3
/** Records on which all combinations are tried; those that look worst are then measured on all records. */
const TRIED_ON = 50_000
const MEASURED = 8
/** Less is no finding. */
const LEAST = 0.01

/**
 * Combinations of up to three columns by which records are alone, worst first. One that holds a worse one is only listed where it
 * at least doubles what its parts reach: an identifier is unique together with anything.
 */
export function uniqueCombinations(
  columns: readonly Float64Array[],
  seeds: Float64Array,
  listed: number,
): { tried: number; worst: Combination[] } {
  const rows = thinned(seeds, TRIED_ON)
  const few = rows.length === seeds.length ? columns : columns.map((codes) => Float64Array.from(rows, (r) => codes[r]!))
  const all = combinationsOf(columns.length)
  const shares = new Map<string, number>()
  const tried = all.map((own): Combination => {
    const parts = Math.max(0, ...partsOf(own).map((part) => shares.get(part.join()) ?? 0))
    // Who is alone in a part is alone in the whole.
    const unique = parts >= 1 ? 1 : uniqueShare(own.map((c) => few[c]!), rows.length) // prettier-ignore
    shares.set(own.join(), unique)
    return { columns: own, unique }
  })
  const telling = tried
    .filter(
      ({ columns: own, unique }) =>
        unique >= LEAST && partsOf(own).every((part) => 2 * (shares.get(part.join()) ?? 0) <= unique),
    )
    .sort(worstFirst)
  const measured = telling.slice(0, MEASURED).map(({ columns: own, unique }) => ({
    columns: own,
    unique: rows.length === seeds.length ? unique : uniqueShare(own.map((c) => columns[c]!), seeds.length), // prettier-ignore
  }))
  return {
    tried: all.length,
    worst: measured
      .filter(({ unique }) => unique >= LEAST)
      .sort(worstFirst)
      .slice(0, listed),
  }
}

function uniqueShare(columns: readonly Float64Array[], records: number): number {
  if (records === 0) return 0
  let alone = 0
  for (const size of indexRows(columns, records).sizes) if (size === 1) alone++
  return alone / records
}

function worstFirst(a: Combination, b: Combination): number {
  return b.unique - a.unique || a.columns.length - b.columns.length || (a.columns.join() < b.columns.join() ? -1 : 1)
}

/** All of one to three of n columns, the small ones first. */
function combinationsOf(n: number): number[][] {
  let last: number[][] = [[]]
  const all: number[][] = []
  for (let size = 1; size <= LARGEST; size++) {
    last = last.flatMap((some) => Array.from({ length: n }, (_, c) => c).filter((c) => c > (some.at(-1) ?? -1)).map((c) => [...some, c])) // prettier-ignore
    all.push(...last)
  }
  return all
}

/** Every combination that lacks one or two of the columns. */
function partsOf(own: readonly number[]): number[][] {
  const less = own.map((c) => own.filter((other) => other !== c)).filter((part) => part.length > 0)
  return own.length === LARGEST ? [...less, ...own.map((c) => [c])] : less
}
