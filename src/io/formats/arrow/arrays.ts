import { checkExpanded, gather, type Store } from '../parquet/store.ts'
import type { Column } from '../parquet/column.ts'
import { Damaged } from '../parquet/damaged.ts'
import type { LeafNode, SchemaNode } from '../parquet/schema.ts'
import { MOST_ENTRIES } from '../parquet/read-column.ts'
import type { Batch } from './batch.ts'
import type { Dictionaries } from './dictionaries.ts'
import { leafValues } from './values.ts'

/** A field of a record batch as it lies in memory. */
export interface ArrowArray {
  length: number
  /** undefined: no value is null */
  validity: Uint8Array | undefined
  /** of a list: where the elements of each begin, and the end of the last */
  offsets?: Uint32Array
  children: ArrowArray[]
  /** of a leaf; dictionary: numbers of values of `dictionary` */
  leaf?: { values: Store; dictionary?: Store }
}

/** The fields of a batch of so many records. Throws Damaged. */
export function readArrays(fields: readonly SchemaNode[], batch: Batch, dictionaries: Dictionaries): ArrowArray[] {
  const arrays = fields.map((field) => readArray(field, batch, dictionaries))
  if (arrays.some(({ length }) => length !== batch.records))
    throw new Damaged('a column has another number of records than its batch')
  batch.end()
  return arrays
}

export function readArray(node: SchemaNode, batch: Batch, dictionaries: Dictionaries): ArrowArray {
  const { length, nulls } = batch.node()
  if (node.kind === 'leaf' && node.arrow?.nothing)
    return { length, validity: new Uint8Array((length + 7) >> 3), children: [], leaf: { values: nothing(node) } }
  const validity = nulls === 0 ? (batch.buffer(), undefined) : batch.bits(length)
  if (node.kind === 'leaf') {
    const leaf = leafValues(node, length, validity, batch, dictionaries)
    return { length, validity, children: [], leaf }
  }
  if (node.kind === 'struct') {
    const children = node.children.map((child) => readArray(child, batch, dictionaries))
    if (children.some((child) => child.length !== length))
      throw new Damaged('the fields of a struct have different lengths')
    return { length, validity, children }
  }
  const { large = false, size } = node.arrow ?? {}
  const offsets = size === undefined ? batch.offsets(length, large ? 8 : 4) : evenOffsets(length, size)
  const element = readArray(node.element, batch, dictionaries)
  if (offsets[length]! > element.length) throw new Damaged('a list ends behind its elements')
  return { length, validity, offsets, children: [element] }
}

function evenOffsets(length: number, size: number): Uint32Array {
  if (length * size > MOST_ENTRIES) throw new Damaged('a column has too many values for its records')
  return Uint32Array.from({ length: length + 1 }, (_, i) => i * size)
}

function nothing({ type }: LeafNode): Store {
  return { width: type.width, count: 0, bytes: new Uint8Array(), offsets: new Uint32Array(1) }
}

/** Where a column's entries are, while the way to it is walked. */
interface Entries {
  /** slot of each entry in the array that is walked; -1: nothing is there */
  slots: Int32Array
  defs: Uint8Array
  reps: Uint8Array | undefined
}

/** The columns below a field, with the levels that say which values are there (Dremel's), in the order of the leaves. */
export function columnsOf(node: SchemaNode, array: ArrowArray): Column[] {
  const slots = new Int32Array(array.length)
  for (let i = 0; i < slots.length; i++) slots[i] = i
  const columns: Column[] = []
  walk(node, array, { slots, defs: new Uint8Array(array.length), reps: undefined }, 0, 0, columns)
  return columns
}

function walk(node: SchemaNode, array: ArrowArray, entries: Entries, def: number, rep: number, into: Column[]): void {
  const own = def + (node.optional ? 1 : 0)
  const here = present(node, array, entries, own)
  if (node.kind === 'leaf') into.push(leafColumn(array, here, own))
  else if (node.kind === 'struct')
    node.children.forEach((child, c) => walk(child, array.children[c]!, here, own, rep, into))
  else walk(node.element, array.children[0]!, elements(array, here, own, rep + 1), own + 1, rep + 1, into)
}

/** Entries whose slot has no value end here. */
function present(node: SchemaNode, { validity }: ArrowArray, entries: Entries, own: number): Entries {
  if (!node.optional && !validity) return entries
  const slots = entries.slots.slice()
  const defs = entries.defs.slice()
  for (let i = 0; i < slots.length; i++) {
    const slot = slots[i]!
    if (slot < 0) continue
    if (!validity || (validity[slot >> 3]! >> (slot & 7)) & 1) defs[i] = own
    else if (node.optional) slots[i] = -1
    else throw new Damaged('a value is null where its schema says that none is')
  }
  return { slots, defs, reps: entries.reps }
}

/** An entry for each element of each list; one that says so for a list without any. */
function elements({ offsets }: ArrowArray, { slots, defs, reps }: Entries, own: number, rep: number): Entries {
  let count = 0
  for (const slot of slots) count += slot < 0 ? 1 : Math.max(1, offsets![slot + 1]! - offsets![slot]!)
  if (count > MOST_ENTRIES) throw new Damaged('a column has too many values for its records')
  const out = { slots: new Int32Array(count), defs: new Uint8Array(count), reps: new Uint8Array(count) }
  let at = 0
  for (let i = 0; i < slots.length; i++) {
    const slot = slots[i]!
    out.reps[at] = reps ? reps[i]! : 0
    const from = slot < 0 ? 0 : offsets![slot]!
    const to = slot < 0 ? 0 : offsets![slot + 1]!
    if (to <= from) {
      out.slots[at] = -1
      out.defs[at++] = defs[i]!
      continue
    }
    for (let e = from; e < to; e++) {
      if (e > from) out.reps[at] = rep
      out.slots[at] = e
      out.defs[at++] = own + 1
    }
  }
  return out
}

function leafColumn({ leaf }: ArrowArray, { slots, defs, reps }: Entries, own: number): Column {
  let count = 0
  for (const slot of slots) if (slot >= 0) count++
  const numbers = new Uint32Array(count)
  let n = 0
  for (const slot of slots) if (slot >= 0) numbers[n++] = slot
  const { values, dictionary } = leaf!
  const levels = { entries: slots.length, defs: own > 0 ? defs : undefined, reps }
  if (dictionary) {
    const view = new DataView(values.bytes.buffer, values.bytes.byteOffset, values.bytes.length)
    const indexes = numbers.map((slot) => view.getUint32(4 * slot, true))
    if (indexes.some((index) => index >= dictionary.count)) throw new Damaged('a value is in no dictionary')
    return { ...levels, store: dictionary, indexes }
  }
  const whole = count === values.count && count === slots.length && isRising(numbers)
  if (whole) return { ...levels, store: values, indexes: undefined }
  checkExpanded(values, numbers)
  return { ...levels, store: gather(values, numbers), indexes: undefined }
}

function isRising(numbers: Uint32Array): boolean {
  for (let i = 0; i < numbers.length; i++) if (numbers[i] !== i) return false
  return true
}
