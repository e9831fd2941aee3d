/**
 * How identifying the quasi-identifiers of a table are together: the share of records that no other record of the sample
 * equals in all of them. Before a scan is over nobody knows which fields those are, so hashes of all are held.
 */
import { hash53 } from './sketch.ts'

/** Hashes of the values of a sample, by record; 0 stands for a value that is null or absent. */
export interface RecordHashes {
  records: number
  /** field path → hash by record; undefined: a record has several values there */
  columns: Map<string, Float64Array | undefined>
}

export interface Combination {
  fields: string[]
  /** records compared */
  records: number
  /** 0…1: the share of records that are alone in their combination */
  unique: number
  /** the field without which fewest records are unique, and the share that is left then; undefined for a single field */
  tells?: { field: string; without: number }
}

/** What is held at most: 10⁶ records, and 160 MB of hashes. */
const MOST_RECORDS = 1_000_000
const MOST_CELLS = 20_000_000

export function noHashes(): RecordHashes {
  return { records: 0, columns: new Map() }
}

/**
 * Adds the values of one field. Value i belongs to record `first + row[i]` of the sample; fields are added in any order,
 * blocks in that of the file.
 */
export function addHashes(
  hashes: RecordHashes,
  path: string,
  first: number,
  row: ArrayLike<number>,
  values: readonly string[],
): void {
  if (hashes.columns.has(path) && hashes.columns.get(path) === undefined) return
  let column = hashes.columns.get(path) ?? new Float64Array(1024)
  for (let i = 0; i < values.length; i++) {
    const record = first + row[i]!
    if (record >= MOST_RECORDS || record * Math.max(1, hashes.columns.size) >= MOST_CELLS) break
    if (record >= column.length) column = grown(column, record)
    if (column[record] !== 0) return void hashes.columns.set(path, undefined)
    const text = values[i]!.trim()
    column[record] = text === '' ? 0 : 1 + hash53(text, 0)
    hashes.records = Math.max(hashes.records, record + 1)
  }
  hashes.columns.set(path, column)
}

/** The fields of a sample together. Fields with several values in a record are left out; undefined where none is left. */
export function combinationOf(hashes: RecordHashes, paths: readonly string[]): Combination | undefined {
  const fields = paths.filter((path) => hashes.columns.get(path))
  if (fields.length === 0 || hashes.records === 0) return undefined
  const columns = fields.map((path) => hashes.columns.get(path)!)
  const share = (some: readonly Float64Array[]) => uniqueIn(some, hashes.records) / hashes.records
  const combination = { fields, records: hashes.records, unique: share(columns) }
  if (fields.length === 1) return combination
  const left = fields.map((field, f) => ({ field, without: share(columns.filter((_, other) => other !== f)) }))
  return { ...combination, tells: left.reduce((best, one) => (one.without < best.without ? one : best)) }
}

function uniqueIn(columns: readonly Float64Array[], records: number): number {
  const seen = new Map<string, boolean>()
  for (let record = 0; record < records; record++) {
    const key = columns.map((column) => column[record] ?? 0).join()
    seen.set(key, !seen.has(key))
  }
  let alone = 0
  for (const once of seen.values()) if (once) alone++
  return alone
}

function grown(column: Float64Array, record: number): Float64Array {
  const larger = new Float64Array(Math.min(MOST_RECORDS, Math.max(record + 1, 2 * column.length)))
  larger.set(column)
  return larger
}
