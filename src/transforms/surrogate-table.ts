import { CMAC_OUTPUT } from '../crypto/cmac.ts'
import { PerdeError } from '../errors.ts'

/**
 * The distinct keyed pseudonyms of a domain in ascending order, ten bytes each, one behind the other. A value's
 * surrogate is the place of its pseudonym, so it depends on the values and the key, never on the order of the records.
 */
export type SurrogateTable = Uint8Array

/** Most distinct values of one domain; the table takes ten bytes for each. */
export const SURROGATE_LIMIT = 16_000_000

/** The table of some rows of ten bytes in any order, with repeats. */
export function collectSurrogates(rows: Uint8Array): SurrogateTable {
  const count = rows.length / CMAC_OUTPUT
  const order = Uint32Array.from({ length: count }, (_, i) => i).sort((a, b) => compareRows(rows, a, rows, b))
  const out = new Uint8Array(rows.length)
  let n = 0
  for (const row of order) {
    if (n > 0 && compareRows(out, n - 1, rows, row) === 0) continue
    copyRow(out, n++, rows, row)
  }
  return out.slice(0, n * CMAC_OUTPUT)
}

/** One table of many; commutative, associative, idempotent. Fails with PLAN_LIMIT above `limit` distinct values. */
export function mergeSurrogates(tables: readonly SurrogateTable[], limit = SURROGATE_LIMIT): SurrogateTable {
  if (tables.length === 0) return new Uint8Array(0)
  // By halves, so that each row is moved as often as the logarithm of the number of tables.
  const middle = tables.length >> 1
  const merged =
    tables.length === 1
      ? tables[0]!
      : mergeTwo(mergeSurrogates(tables.slice(0, middle), limit), mergeSurrogates(tables.slice(middle), limit))
  if (merged.length > limit * CMAC_OUTPUT)
    throw new PerdeError('PLAN_LIMIT', `surrogate has more than ${limit} distinct values to number`, {
      hints: ['use pseudonym: it needs no table, so it has no limit'],
      facts: { limit },
    })
  return merged
}

/** The place of row `at` of `rows` in the table, from 0; -1 if it is not there. */
export function surrogateRank(table: SurrogateTable, rows: Uint8Array, at: number): number {
  const count = table.length / CMAC_OUTPUT
  // Pseudonyms are evenly spread, so a row lies within a few square roots of where its size says.
  const from = CMAC_OUTPUT * at
  const share = (rows[from]! * 2 ** 24 + rows[from + 1]! * 2 ** 16 + rows[from + 2]! * 256 + rows[from + 3]!) / 2 ** 32
  const guess = Math.floor(share * count)
  const reach = 2 * Math.ceil(Math.sqrt(count)) + 2
  let low = Math.max(0, guess - reach)
  let high = Math.min(count, guess + reach)
  if (low > 0 && compareRows(table, low, rows, at) > 0) low = 0
  if (high < count && compareRows(table, high - 1, rows, at) < 0) high = count
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compareRows(table, middle, rows, at) < 0) low = middle + 1
    else high = middle
  }
  return low < count && compareRows(table, low, rows, at) === 0 ? low : -1
}

function mergeTwo(a: SurrogateTable, b: SurrogateTable): SurrogateTable {
  const out = new Uint8Array(a.length + b.length)
  const ends = [a.length / CMAC_OUTPUT, b.length / CMAC_OUTPUT] as const
  let n = 0
  for (let i = 0, j = 0; i < ends[0] || j < ends[1];) {
    const sign = i === ends[0] ? 1 : j === ends[1] ? -1 : compareRows(a, i, b, j)
    if (sign <= 0) copyRow(out, n++, a, i++)
    else copyRow(out, n++, b, j)
    if (sign >= 0) j++
  }
  return out.slice(0, n * CMAC_OUTPUT)
}

function compareRows(a: Uint8Array, i: number, b: Uint8Array, j: number): number {
  let p = i * CMAC_OUTPUT
  let q = j * CMAC_OUTPUT
  for (const end = p + CMAC_OUTPUT; p < end; p++, q++) if (a[p] !== b[q]) return a[p]! - b[q]!
  return 0
}

function copyRow(to: Uint8Array, i: number, from: Uint8Array, j: number): void {
  const p = i * CMAC_OUTPUT
  const q = j * CMAC_OUTPUT
  for (let k = 0; k < CMAC_OUTPUT; k++) to[p + k] = from[q + k]!
}
