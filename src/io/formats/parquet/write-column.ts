import { ByteSink } from '../byte-sink.ts'
import { codecNumber, pack, type Compression } from './codecs.ts'
import { recordStarts, valueCount, type Column } from './column.ts'
import { buildDictionary, compactDictionary } from './dictionary.ts'
import { bitWidth, writeHybrid } from './hybrid.ts'
import type { Leaf } from './leaves.ts'
import { statisticsOf, type Statistics } from './statistics.ts'
import type { LeafType } from './schema.ts'
import { sliceStore, type Store } from './store.ts'
import { structBytes, type WrittenStruct } from './thrift-writer.ts'

/** A column of a row group as it will stand in the file: its pages, and what the footer says of them. */
export interface WrittenColumn {
  pages: Uint8Array[]
  chunk: WrittenChunk
}

/** Plain data: it goes to the main thread, which knows the offsets. */
export interface WrittenChunk {
  codec: number
  values: number
  unpacked: number
  packed: number
  /** bytes of the dictionary's page at the beginning; 0: there is none */
  dictionary: number
  statistics: Statistics
}

/** Records and bytes of a data page, about: what readers skip or take as one. */
const PAGE_RECORDS = 32_768
const PAGE_BYTES = 1024 * 1024

/** The pages of a column: with a dictionary where values repeat, else plain. Everything in them is a value of the column. */
export function writeColumn(leaf: Leaf, column: Column, records: number, compression: Compression): WrittenColumn {
  const { type } = leaf.node
  const coded = column.indexes ? compactDictionary(column.store, column.indexes) : buildDictionary(column.store)
  const pages: Uint8Array[] = []
  const sizes = { unpacked: 0, packed: 0 }
  const add = (head: WrittenStruct, body: Uint8Array, kind: number): void => {
    const packed = pack(compression, body)
    const header = structBytes([
      [1, { i32: kind }],
      [2, { i32: body.length }],
      [3, { i32: packed.length }],
      [kind === DICTIONARY ? 7 : 5, { struct: head }],
    ])
    pages.push(header, packed)
    sizes.unpacked += header.length + body.length
    sizes.packed += header.length + packed.length
  }
  if (coded) {
    const sink = new ByteSink(coded.store.bytes.length + 4 * coded.store.count)
    writePlain(sink, type, coded.store)
    add(
      [
        [1, { i32: coded.store.count }],
        [2, { i32: PLAIN }],
      ],
      sink.finish(),
      DICTIONARY,
    )
  }
  const dictionary = sizes.packed
  const plain = column.indexes ? undefined : column.store
  for (const part of cutPages(leaf, column, records)) {
    const body = pageBody(leaf, column, part, coded, plain)
    add(
      [
        [1, { i32: part.end - part.start }],
        [2, { i32: coded ? RLE_DICTIONARY : PLAIN }],
        [3, { i32: RLE }],
        [4, { i32: RLE }],
      ],
      body,
      DATA,
    )
  }
  const chunk = {
    codec: codecNumber(compression),
    values: column.entries,
    ...sizes,
    dictionary,
    statistics: statisticsOf(type, column.entries - valueCount(column), coded?.store ?? column.store),
  }
  return { pages, chunk }
}

const DATA = 0
const DICTIONARY = 2
const PLAIN = 0
const RLE = 3
const RLE_DICTIONARY = 8

interface Part {
  /** entries from `start` to before `end` */
  start: number
  end: number
  /** number of the first value */
  value: number
  values: number
}

function* cutPages({ maxDef }: Leaf, column: Column, records: number): Generator<Part> {
  const bytes = column.indexes ? column.entries * 2 : column.store.bytes.length
  const each = Math.max(1, Math.min(PAGE_RECORDS, Math.floor(PAGE_BYTES / Math.max(1, bytes / Math.max(1, records)))))
  const starts = column.reps ? recordStarts(column, records) : undefined
  for (let record = 0, value = 0; record < records; record += each) {
    const last = Math.min(records, record + each)
    const start = starts ? starts[record]! : record
    const end = starts ? starts[last]! : last
    let values = end - start
    if (column.defs) {
      values = 0
      for (let i = start; i < end; i++) if (column.defs[i] === maxDef) values++
    }
    yield { start, end, value, values }
    value += values
  }
}

function pageBody(
  { node, maxDef, maxRep }: Leaf,
  { defs, reps }: Column,
  { start, end, value, values }: Part,
  coded: { store: Store; indexes: Uint32Array } | undefined,
  plain: Store | undefined,
): Uint8Array {
  const sink = new ByteSink(64 * 1024)
  if (maxRep > 0) writeLevels(sink, reps!.subarray(start, end), maxRep)
  if (maxDef > 0) writeLevels(sink, defs!.subarray(start, end), maxDef)
  if (coded) {
    const width = bitWidth(Math.max(0, coded.store.count - 1))
    sink.byte(width)
    writeHybrid(sink, coded.indexes.subarray(value, value + values), width)
  } else writePlain(sink, node.type, sliceStore(plain!, value, value + values))
  return sink.finish()
}

function writeLevels(sink: ByteSink, levels: Uint8Array, most: number): void {
  sink.reserve(4)
  const at = sink.at
  sink.at += 4
  writeHybrid(sink, levels, bitWidth(most))
  sink.bytes.writeUInt32LE(sink.at - at - 4, at)
}

function writePlain(sink: ByteSink, type: LeafType, { bytes, offsets, count, width }: Store): void {
  if (type.physical === 'boolean') {
    for (let i = 0; i < count; i += 8) {
      let byte = 0
      for (let b = 0; b < 8 && i + b < count; b++) byte |= bytes[i + b]! << b
      sink.byte(byte)
    }
    return
  }
  if (!offsets) {
    sink.copy(bytes, 0, count * width)
    return
  }
  sink.reserve(4 * count + offsets[count]! - offsets[0]!)
  const out = sink.bytes
  let { at } = sink
  for (let i = 0; i < count; i++) {
    const from = offsets[i]!
    const length = offsets[i + 1]! - from
    out[at++] = length & 0xff
    out[at++] = (length >> 8) & 0xff
    out[at++] = (length >> 16) & 0xff
    out[at++] = length >>> 24
    if (length > 24) out.set(bytes.subarray(from, from + length), at)
    else for (let b = 0; b < length; b++) out[at + b] = bytes[from + b]!
    at += length
  }
  sink.at = at
}
