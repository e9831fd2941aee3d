/**
 * What an attacker knows of records, beside what was published of them: row r of both is one record. Values are codes of
 * 53 bits that are equal where the values are; 0 is null. The records are a sample, drawn by their bytes.
 */
export interface LinkedTable {
  records: number
  /** a number of 53 bits for each record, from its bytes: equal records draw alike */
  seeds: Float64Array
  columns: LinkedColumn[]
}

/** How a known value is compared with a published one. */
export type LinkedColumn = ComputedColumn | CoveredColumn | NearColumn

interface Sides {
  name: string
  known: Float64Array
  written: Float64Array
}

/** The attacker can do what the rule did: kept, masked, rounded or generalised by it alone. They compare for equality. */
export interface ComputedColumn extends Sides {
  kind: 'computed'
}

/** One value is published in several ways (local recoding): those that may stand for it, itself first. */
export interface CoveredColumn extends Sides {
  kind: 'covered'
  covers: ReadonlyMap<number, readonly number[]>
}

/** Moved by a secret amount up to a bound that is no secret: numbers, dates as days; NaN where there is none. */
export interface NearColumn extends Sides {
  kind: 'near'
  /** furthest that a value may have moved; `share` of it: of the value */
  reach: number
  of: 'number' | 'share'
}

/** May the published value of row `written` stand for what is known of row `known`? */
export function isCompatible(column: LinkedColumn, known: number, written: number): boolean {
  const value = column.known[known]!
  const published = column.written[written]!
  if (column.kind === 'computed') return value === published
  if (column.kind === 'covered') return (column.covers.get(value) ?? [value]).includes(published)
  if (Number.isNaN(value) || Number.isNaN(published)) return Number.isNaN(value) && Number.isNaN(published)
  const reach = column.of === 'share' ? column.reach * Math.abs(value) : column.reach
  return Math.abs(value - published) <= reach
}
