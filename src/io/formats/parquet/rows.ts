import { ByteSink } from '../byte-sink.ts'
import type { Column } from './column.ts'
import { Damaged } from './damaged.ts'
import type { Leaf } from './leaves.ts'
import { checkExpanded, type Store } from './store.ts'

/**
 * Records by themselves: of each column in turn its entries, levels and values. What a record's identity hangs on where a
 * rule is keyed by the record, and the form in which records are put into another order.
 */
export interface RecordBytes {
  bytes: Uint8Array
  /** where each record ends */
  ends: Uint32Array
}

export function recordBytes(leaves: readonly Leaf[], columns: readonly Column[], records: number): RecordBytes {
  for (const { store, indexes } of columns) if (indexes) checkExpanded(store, indexes)
  const sink = new ByteSink(records * leaves.length * 8)
  const cursors = columns.map((column, c) => ({ column, leaf: leaves[c]!, entry: 0, value: 0 }))
  const ends = new Uint32Array(records)
  for (let r = 0; r < records; r++) {
    for (const cursor of cursors) writeEntries(sink, cursor)
    ends[r] = sink.at
  }
  return { bytes: sink.finish(), ends }
}

interface Cursor {
  column: Column
  leaf: Leaf
  entry: number
  value: number
}

function writeEntries(sink: ByteSink, cursor: Cursor): void {
  const { column, leaf } = cursor
  const { defs, reps, store, indexes } = column
  let end = cursor.entry + 1
  if (reps) {
    while (end < column.entries && reps[end]! > 0) end++
    varint(sink, end - cursor.entry)
  }
  for (; cursor.entry < end; cursor.entry++) {
    if (reps) sink.byte(reps[cursor.entry]!)
    if (defs) {
      sink.byte(defs[cursor.entry]!)
      if (defs[cursor.entry] !== leaf.maxDef) continue
    }
    const n = indexes ? indexes[cursor.value]! : cursor.value
    cursor.value++
    if (!store.offsets) sink.copy(store.bytes, n * store.width, (n + 1) * store.width)
    else {
      varint(sink, store.offsets[n + 1]! - store.offsets[n]!)
      sink.copy(store.bytes, store.offsets[n]!, store.offsets[n + 1]!)
    }
  }
}

/** Records of one group, by columns. */
export interface RecordGroup {
  columns: Column[]
  records: number
}

/** The columns of records that stand one after another. */
export function columnsOfRecords(leaves: readonly Leaf[], bytes: Uint8Array): RecordGroup {
  const reader = recordReader(leaves, { records: Infinity, bytes: Infinity })
  reader.read(bytes)
  return reader.rest()[0] ?? { columns: groupOf(growing(leaves)), records: 0 }
}

/**
 * Gathers records into groups: one ends with the record that brings it to so many records, or bytes of values. `read` gives
 * the groups that the records complete, `rest` the last one, if there is anything in it.
 */
export function recordReader(
  leaves: readonly Leaf[],
  most: { records: number; bytes: number },
): { read(bytes: Uint8Array): RecordGroup[]; rest(): RecordGroup[] } {
  let open = growing(leaves)
  let records = 0
  let held = 0
  const close = (): RecordGroup => {
    const group = { columns: groupOf(open), records }
    open = growing(leaves)
    records = held = 0
    return group
  }
  return {
    read(bytes) {
      const groups: RecordGroup[] = []
      for (const reader = { bytes, at: 0 }; reader.at < bytes.length;) {
        const from = reader.at
        for (const column of open) readEntries(reader, column)
        held += reader.at - from
        if (++records >= most.records || held >= most.bytes) groups.push(close())
      }
      return groups
    },
    rest: () => (records > 0 ? [close()] : []),
  }
}

interface Growing {
  leaf: Leaf
  defs: number[]
  reps: number[]
  values: ByteSink
  ends: number[]
  entries: number
  count: number
}

function growing(leaves: readonly Leaf[]): Growing[] {
  return leaves.map((leaf) => ({
    leaf,
    defs: [],
    reps: [],
    values: new ByteSink(1024),
    ends: [0],
    entries: 0,
    count: 0,
  }))
}

function readEntries(reader: { bytes: Uint8Array; at: number }, column: Growing): void {
  const { leaf, values } = column
  const { bytes } = reader
  const { width } = leaf.node.type
  const entries = leaf.maxRep > 0 ? readVarint(reader) : 1
  for (let e = 0; e < entries; e++) {
    column.entries++
    if (leaf.maxRep > 0) column.reps.push(bytes[reader.at++]!)
    if (leaf.maxDef > 0) {
      const def = bytes[reader.at++]!
      column.defs.push(def)
      if (def !== leaf.maxDef) continue
    }
    const length = width > 0 ? width : readVarint(reader)
    if (length > bytes.length - reader.at) throw new Damaged('a record is cut off')
    values.copy(bytes, reader.at, reader.at + length)
    reader.at += length
    column.count++
    if (width === 0) column.ends.push(values.at)
  }
}

function groupOf(columns: readonly Growing[]): Column[] {
  return columns.map(({ leaf, defs, reps, values, ends, entries, count }): Column => {
    const { width } = leaf.node.type
    const store: Store = {
      width,
      count,
      bytes: values.finish(),
      ...(width === 0 && { offsets: Uint32Array.from(ends) }),
    }
    return {
      entries,
      defs: leaf.maxDef > 0 ? Uint8Array.from(defs) : undefined,
      reps: leaf.maxRep > 0 ? Uint8Array.from(reps) : undefined,
      store,
      indexes: undefined,
    }
  })
}

function varint(sink: ByteSink, n: number): void {
  for (; n >= 0x80; n >>>= 7) sink.byte((n & 0x7f) | 0x80)
  sink.byte(n)
}

function readVarint(reader: { bytes: Uint8Array; at: number }): number {
  let n = 0
  for (let shift = 0; shift < 35; shift += 7) {
    const b = reader.bytes[reader.at++]!
    n += (b & 0x7f) * 2 ** shift
    if (b < 0x80) return n
  }
  throw new Damaged('a record is cut off')
}
