import { crc32 } from 'node:zlib'
import { unpack } from './codecs.ts'
import { concatColumns, emptyColumn, type Column } from './column.ts'
import { Damaged } from './damaged.ts'
import { isDictionaryEncoding, readValues } from './encodings.ts'
import { bitWidth, readHybrid } from './hybrid.ts'
import type { Leaf } from './leaves.ts'
import { readPageHeader, type PageHeader } from './page-header.ts'
import { checkHeld, type Store } from './store.ts'

/** Values and nulls of one column of one block. */
export const MOST_ENTRIES = 16 * 1024 * 1024

/** Reads the pages of a column that stand one after another in `bytes`. `most`: bytes that they may unpack to. Throws Damaged. */
export function readColumn(leaf: Leaf, codec: number, bytes: Uint8Array, most: number): Column {
  let dictionary: Store | undefined
  const parts: Column[] = []
  let unpacked = 0
  let entries = 0
  let held = 0
  for (let at = 0; at < bytes.length;) {
    const header = readPageHeader(bytes, at)
    at += header.length
    if (header.packed > bytes.length - at) throw new Damaged('a page is cut off')
    const page = bytes.subarray(at, at + header.packed)
    at += header.packed
    if (header.kind === 'other') continue
    unpacked += header.length + header.unpacked
    entries += header.values
    if (unpacked > most) throw new Damaged('a column unpacks to more than the footer says')
    if (entries > MOST_ENTRIES) throw new Damaged('a column has too many values for its records')
    if (header.crc !== undefined && crc32(page) !== header.crc >>> 0) throw new Damaged('a page has a wrong checksum')
    if (header.kind === 'dictionary') {
      if (dictionary || parts.length > 0) throw new Damaged('a column has a second dictionary')
      dictionary = readValues(0, leaf.node.type, unpack(codec, page, header.unpacked), 0, header.values)
    } else {
      const levels = header.kind === 'data' ? first(codec, page, header, leaf) : second(codec, page, header, leaf)
      const part = readPage(leaf, header, levels, dictionary)
      if (!part.indexes) checkHeld((held += part.store.bytes.length))
      parts.push(part)
    }
  }
  if (parts.length === 0) return emptyColumn(leaf)
  return concatColumns(leaf, parts)
}

interface Levels {
  defs: Uint8Array | undefined
  reps: Uint8Array | undefined
  /** where the values begin */
  bytes: Uint8Array
  at: number
}

/** Version 1: levels and values are packed together, each kind of levels behind its length. */
function first(codec: number, page: Uint8Array, header: PageHeader, { maxDef, maxRep }: Leaf): Levels {
  const bytes = unpack(codec, page, header.unpacked)
  let at = 0
  // Bits alone left the format before anybody used them, but parquet-java names them for levels that a column does not have.
  if ((header.repsAsBits && maxRep > 0) || (header.defsAsBits && maxDef > 0))
    throw new Damaged('its levels are written in a way that is not known')
  const levels = (most: number): Uint8Array | undefined => {
    if (most === 0) return undefined
    const length =
      bytes.length < at + 4 ? Infinity : new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0, true)
    if (length > bytes.length - at - 4) throw new Damaged('the levels of a page are longer than the page')
    const out = levelsOf(bytes, at + 4, at + 4 + length, most, header.values)
    at += 4 + length
    return out
  }
  const reps = levels(maxRep)
  const defs = levels(maxDef)
  return { reps, defs, bytes, at }
}

/** Version 2: levels stand before the values and are never packed. */
function second(codec: number, page: Uint8Array, header: PageHeader, { maxDef, maxRep }: Leaf): Levels {
  const { repBytes, defBytes, values } = header
  const before = repBytes + defBytes
  const reps = maxRep > 0 ? levelsOf(page, 0, repBytes, maxRep, values) : undefined
  const defs = maxDef > 0 ? levelsOf(page, repBytes, before, maxDef, values) : undefined
  const packed = page.subarray(before)
  const size = header.unpacked - before
  // A page of nulls alone may have no values at all, not even packed ones.
  const bytes = !header.isPacked || size === 0 ? packed : unpack(codec, packed, size)
  return { reps, defs, bytes, at: 0 }
}

function levelsOf(bytes: Uint8Array, at: number, end: number, most: number, count: number): Uint8Array {
  const out = new Uint8Array(count)
  if (readHybrid(bytes, at, end, bitWidth(most), out) < end) throw new Damaged('a page has more levels than it says')
  for (const level of out) if (level > most) throw new Damaged('a level is higher than the schema allows')
  return out
}

/** An entry that goes on in a list stands in it, whatever is in its place. */
function checkLists({ listDefs }: Leaf, { reps, defs }: Levels): void {
  if (!reps || !defs) return
  for (let i = 0; i < reps.length; i++)
    if (reps[i]! > 0 && defs[i]! < listDefs[reps[i]! - 1]!) throw new Damaged('a list goes on that is not there')
}

function readPage(leaf: Leaf, header: PageHeader, levels: Levels, dictionary: Store | undefined): Column {
  const { defs, reps, bytes, at } = levels
  const { type } = leaf.node
  checkLists(leaf, levels)
  let count = header.values
  if (defs) {
    count = 0
    for (const def of defs) if (def === leaf.maxDef) count++
  }
  const column = { entries: header.values, defs, reps }
  if (!isDictionaryEncoding(header.encoding))
    return { ...column, store: readValues(header.encoding, type, bytes, at, count), indexes: undefined }
  if (!dictionary) throw new Damaged('a page needs a dictionary that is not there')
  const indexes = new Uint32Array(count)
  if (count > 0) {
    const width = bytes[at]
    if (width === undefined || width > 32) throw new Damaged('the indexes of a page have a wrong width')
    readHybrid(bytes, at + 1, bytes.length, width, indexes)
    for (const index of indexes) if (index >= dictionary.count) throw new Damaged('a value is not in its dictionary')
  }
  return { ...column, store: dictionary, indexes }
}
