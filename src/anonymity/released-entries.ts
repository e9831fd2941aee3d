import type { ClassCounts } from './class-table.ts'
import type { Recoding } from './recoding.ts'
import type { NumberColumn } from './tuple-table.ts'

/** The people of a population by combination, and what a plan makes of them. */
export interface PopulationEntries {
  /** leaf of each combination, by quasi-identifier */
  columns: NumberColumn[]
  /** people of it */
  people: Float64Array
  /** its node in the plan, -1: in no class */
  nodeOf: Int32Array
}

/** A table beside a population, whose people are counted by its last field, parted into the two. */
export function partPopulation(
  counts: ClassCounts,
  recoding: Recoding,
): { released: ClassCounts; recoding: Recoding; population: PopulationEntries } {
  const field = counts.sensitive.at(-1)!
  const entries = [...counts.counts.keys()]
  const inRelease = entries.filter((e) => counts.counts[e]! > 0)
  const inPopulation = entries.filter((e) => field.start[e + 1]! > field.start[e]!)
  const { nodes, nodeOf } = recoding
  return {
    released: pickEntries(counts, inRelease),
    recoding: { nodes, nodeOf: Int32Array.from(inRelease, (e) => nodeOf[e]!) },
    population: {
      columns: counts.columns.map((column) => pick(column, inPopulation)),
      people: Float64Array.from(inPopulation, (e) => field.count[field.start[e]!]!),
      nodeOf: Int32Array.from(inPopulation, (e) => nodeOf[e]!),
    },
  }
}

function pickEntries(counts: ClassCounts, entries: readonly number[]): ClassCounts {
  return {
    ...counts,
    columns: counts.columns.map((column) => pick(column, entries)),
    counts: Float64Array.from(entries, (e) => counts.counts[e]!),
    sensitive: counts.sensitive.map(({ start, value, count }) => {
      const starts = new Uint32Array(entries.length + 1)
      for (const [i, e] of entries.entries()) starts[i + 1] = starts[i]! + start[e + 1]! - start[e]!
      const places = entries.flatMap((e) => Array.from({ length: start[e + 1]! - start[e]! }, (_, i) => start[e]! + i))
      return {
        start: starts,
        value: Uint32Array.from(places, (i) => value[i]!),
        count: Float64Array.from(places, (i) => count[i]!),
      }
    }),
  }
}

function pick(column: NumberColumn, entries: readonly number[]): NumberColumn {
  const out = column.slice(0, entries.length)
  for (const [i, e] of entries.entries()) out[i] = column[e]!
  return out
}
