import type { ClassCounts } from '../../anonymity/class-table.ts'
import type { SourceClasses } from '../passes/count-receipts.ts'
import { IN_POPULATION } from '../../anonymity/privacy-models/k-map.ts'
import { createKeyCounts, type KeyCounts } from '../passes/key-counts.ts'

/** A sensitive field of the classes that were written. */
export interface MeasuredField {
  path: string
  /** number of a value by the beginning of its digest (`valueDigests`), from 1: 0 is null; undefined: numbered as they come */
  numbers: ReadonlyMap<string, number> | undefined
  /** numbers are below this */
  size: number
}

/** A population instead: its people by the keys of the classes. */
export interface PopulationField {
  people: KeyCounts
}

/**
 * The classes of what was written as a table whose entries they are, for the measures of the privacy models. Undefined
 * where a value was written that the profile did not see.
 */
export function measuredClasses(
  found: SourceClasses,
  fields: readonly (MeasuredField | PopulationField)[],
): ClassCounts | undefined {
  const counts = Float64Array.from(found.classes.entries(), ({ count }) => count)
  const sensitive: ClassCounts['sensitive'] = []
  const sizes: number[] = []
  for (const field of fields) {
    if ('people' in field) {
      sensitive.push(peopleOf(found, field))
      sizes.push(IN_POPULATION + 1)
      continue
    }
    const read = readPairs(found, field)
    if (!read) return undefined
    sensitive.push(byClass(read.pairs, counts))
    sizes.push(read.size)
  }
  const rows = counts.reduce((sum, n) => sum + n, 0)
  return { shape: { leaves: [], sensitive: sizes }, rows, columns: [], counts, sensitive }
}

/** The people of a population in each class. */
function peopleOf({ classes }: SourceClasses, { people }: PopulationField): ClassCounts['sensitive'][number] {
  const count = Float64Array.from(classes.entries(), ({ key }) => people.get(key))
  return {
    start: Uint32Array.from({ length: count.length + 1 }, (_, e) => e),
    value: new Uint32Array(count.length).fill(IN_POPULATION),
    count,
  }
}

interface Pairs {
  classes: Uint32Array
  values: Uint32Array
  counts: Float64Array
}

function readPairs(found: SourceClasses, field: MeasuredField): { pairs: Pairs; size: number } | undefined {
  const table = found.sensitive[field.path]
  const n = table?.size ?? 0
  const pairs = { classes: new Uint32Array(n), values: new Uint32Array(n), counts: new Float64Array(n) }
  // As many different values as records, where subjects are counted: no map of strings.
  const own = createKeyCounts(VALUE_BYTES, n)
  let at = 0
  for (const { key, count } of table?.entries() ?? []) {
    const value = key.subarray(CLASS_BYTES)
    if (!field.numbers) own.add(value, ONE)
    const number = field.numbers ? field.numbers.get(latin1(value)) : own.find(value) + 1
    if (number === undefined) return undefined
    pairs.classes[at] = found.classes.find(key.subarray(0, CLASS_BYTES))
    pairs.values[at] = number
    pairs.counts[at++] = count
  }
  return { pairs, size: field.numbers ? field.size : own.size + 1 }
}

/** What a pair is made of (measure.ts). */
const CLASS_BYTES = 16
const VALUE_BYTES = 8
const ONE = Uint32Array.of(1)

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
