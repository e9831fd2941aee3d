import type { ClassCounts, ValueCounts } from './class-table.ts'
import { numberTuples, type NumberedTuples, type TuplePlace } from './number-tuples.ts'
import { emptyColumn } from './tuple-table.ts'

/**
 * The counts of a batch of rows given as columns, for merging into a table: its entries are in the order of first appearance.
 * `quasi`: leaf numbers, `sensitive`: value numbers.
 */
export function countRows(quasi: readonly TuplePlace[], sensitive: readonly TuplePlace[], rows: number): ClassCounts {
  const found = numberTuples(quasi, rows)
  return {
    shape: { leaves: quasi.map(({ size }) => size), sensitive: sensitive.map(({ size }) => size) },
    rows,
    columns: quasi.map(({ numbers, size }) => {
      const column = emptyColumn(size, found.first.length)
      for (let e = 0; e < column.length; e++) column[e] = numbers[found.first[e]!]!
      return column
    }),
    counts: Float64Array.from(found.counts),
    sensitive: sensitive.map((place) => valuesOf(found, place)),
  }
}

function valuesOf(entries: NumberedTuples, place: TuplePlace): ValueCounts {
  const size = entries.first.length
  const pairs = numberTuples([{ numbers: entries.numbers, size }, place], entries.numbers.length)
  const start = new Uint32Array(size + 1)
  for (const row of pairs.first) start[entries.numbers[row]! + 1]!++
  for (let e = 0; e < size; e++) start[e + 1]! += start[e]!
  const next = start.slice()
  const value = new Uint32Array(pairs.first.length)
  const count = new Float64Array(pairs.first.length)
  for (const [pair, row] of pairs.first.entries()) {
    const to = next[entries.numbers[row]!]!++
    value[to] = place.numbers[row]!
    count[to] = pairs.counts[pair]!
  }
  return { start, value, count }
}
