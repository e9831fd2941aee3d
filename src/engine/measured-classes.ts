import type { ClassCounts } from '../anonymity/class-table.ts'
import type { SourceClasses } from './apply-pass.ts'

/** A sensitive field of the classes that were written. */
export interface MeasuredField {
  path: string
  /** number of a value by the beginning of its digest (`valueDigests`), from 1: 0 is null; undefined: numbered as they come */
  numbers: ReadonlyMap<string, number> | undefined
  /** numbers are below this */
  size: number
}

/**
 * The classes of what was written as a table whose entries they are, for the measures of the privacy models. Undefined
 * where a value was written that the profile did not see.
 */
export function measuredClasses(found: SourceClasses, fields: readonly MeasuredField[]): ClassCounts | undefined {
  const counts = new Float64Array(found.classes.size)
  const numbers = new Map<string, number>()
  let entry = 0
  for (const { key, count } of found.classes.entries()) {
    if (fields.length > 0) numbers.set(latin1(key), entry)
    counts[entry++] = count
  }
  const sensitive: ClassCounts['sensitive'] = []
  const sizes: number[] = []
  for (const field of fields) {
    const read = readPairs(found, field, numbers)
    if (!read) return undefined
    sensitive.push(byClass(read.pairs, counts))
    sizes.push(read.size)
  }
  const rows = counts.reduce((sum, n) => sum + n, 0)
  return { shape: { leaves: [], sensitive: sizes }, rows, columns: [], counts, sensitive }
}

interface Pairs {
  classes: Uint32Array
  values: Uint32Array
  counts: Float64Array
}

function readPairs(
  found: SourceClasses,
  field: MeasuredField,
  classes: ReadonlyMap<string, number>,
): { pairs: Pairs; size: number } | undefined {
  const table = found.sensitive[field.path]
  const n = table?.size ?? 0
  const pairs = { classes: new Uint32Array(n), values: new Uint32Array(n), counts: new Float64Array(n) }
  const own = new Map<string, number>()
  let at = 0
  for (const { key, count } of table?.entries() ?? []) {
    const digest = latin1(key.subarray(16))
    let number = (field.numbers ?? own).get(digest)
    if (number === undefined) {
      if (field.numbers) return undefined
      own.set(digest, (number = own.size + 1))
    }
    pairs.classes[at] = classes.get(latin1(key.subarray(0, 16)))!
    pairs.values[at] = number
    pairs.counts[at++] = count
  }
  return { pairs, size: field.numbers ? field.size : own.size + 1 }
}

/** Null makes no pair: what is missing to a class is null, value 0, before the others. */
function byClass({ classes, values, counts }: Pairs, sizes: Float64Array): ClassCounts['sensitive'][number] {
  const paired = new Float64Array(sizes.length)
  const start = new Uint32Array(sizes.length + 1)
  for (let i = 0; i < classes.length; i++) {
    paired[classes[i]!]! += counts[i]!
    start[classes[i]! + 1]!++
  }
  for (let e = 0; e < sizes.length; e++) start[e + 1]! += start[e]! + (paired[e]! < sizes[e]! ? 1 : 0)
  const next = start.slice()
  const value = new Uint32Array(start.at(-1)!)
  const count = new Float64Array(start.at(-1)!)
  for (let e = 0; e < sizes.length; e++) if (paired[e]! < sizes[e]!) count[next[e]!++] = sizes[e]! - paired[e]!
  for (let i = 0; i < classes.length; i++) {
    const to = next[classes[i]!]!++
    value[to] = values[i]!
    count[to] = counts[i]!
  }
  return { start, value, count }
}

/** Bytes as a key of a map. */
export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
}
