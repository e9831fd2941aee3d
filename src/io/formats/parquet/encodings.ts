import { Damaged } from './damaged.ts'
import { readHybrid, bitWidth, unpack } from './hybrid.ts'
import type { LeafType } from './schema.ts'
import { copyInto, MOST_BYTES, type Store } from './store.ts'

/**
 * Reads the `count` values of a page that stand from `at` on, by the number of their encoding (Encodings.md). fastparquet pads
 * its pages: what stands behind the last value is no value, is read by nobody and written nowhere.
 */
export function readValues(encoding: number, type: LeafType, bytes: Uint8Array, at: number, count: number): Store {
  const page = { bytes, at, end: bytes.length }
  if (encoding === PLAIN) return type.width === 0 ? plainBytes(page, count) : plainFixed(page, type, count)
  if (encoding === RLE && type.physical === 'boolean') return runBooleans(page, count)
  if (encoding === DELTA && (type.physical === 'int32' || type.physical === 'int64'))
    return integersOf(deltas(page, count), type.width)
  if (encoding === DELTA_LENGTHS && type.physical === 'bytes') return deltaLengths(page, count)
  if (encoding === DELTA_STRINGS && (type.physical === 'bytes' || type.physical === 'fixed'))
    return deltaStrings(page, type, count)
  if (encoding === SPLIT && type.width > 1) return byteStreams(page, type.width, count)
  throw new Damaged('its values are written in a way that is not known')
}

const PLAIN = 0
const RLE = 3
const DELTA = 5
const DELTA_LENGTHS = 6
const DELTA_STRINGS = 7
const SPLIT = 9

export function isDictionaryEncoding(encoding: number): boolean {
  return encoding === 2 || encoding === 8
}

interface Page {
  bytes: Uint8Array
  at: number
  end: number
}

function tooShort(): Damaged {
  return new Damaged('a page ends before its values do')
}

function plainFixed({ bytes, at, end }: Page, { physical, width }: LeafType, count: number): Store {
  if (physical === 'boolean') {
    if (at + ((count + 7) >> 3) > end) throw tooShort()
    const out = new Uint8Array(count)
    unpack(bytes, at, 1, out, 0, count)
    return { width: 1, count, bytes: out }
  }
  if (count * width > end - at) throw tooShort()
  return { width, count, bytes: bytes.subarray(at, at + count * width) }
}

function plainBytes({ bytes, at, end }: Page, count: number): Store {
  if (count * 4 > end - at) throw tooShort()
  const offsets = new Uint32Array(count + 1)
  const out = new Uint8Array(end - at - count * 4)
  let to = 0
  for (let i = 0; i < count; i++) {
    if (at + 4 > end) throw tooShort()
    const length = (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0
    at += 4
    if (length > end - at || length > out.length - to) throw tooShort()
    to = copyInto(out, to, bytes, at, at + length)
    at += length
    offsets[i + 1] = to
  }
  return { width: 0, count, bytes: out.subarray(0, to), offsets }
}

function runBooleans({ bytes, at, end }: Page, count: number): Store {
  if (at + 4 > end) throw tooShort()
  const out = new Uint8Array(count)
  readHybrid(bytes, at + 4, end, bitWidth(1), out)
  return { width: 1, count, bytes: out }
}

/** DELTA_BINARY_PACKED; sums wrap at 64 bits, as their writers' did. Moves `page.at` behind the last value. */
function deltas(page: Page, count: number): BigInt64Array {
  const { bytes, end } = page
  const varint = (): bigint => {
    let low = 0n
    for (let shift = 0n; ; shift += 7n) {
      if (page.at >= end || shift > 63n) throw tooShort()
      const b = bytes[page.at++]!
      low |= BigInt(b & 0x7f) << shift
      if (b < 0x80) return low
    }
  }
  const zigzag = (): bigint => {
    const n = varint()
    return (n >> 1n) ^ -(n & 1n)
  }
  const blockSize = Number(varint())
  const miniblocks = Number(varint())
  const total = Number(varint())
  const perMini = blockSize / miniblocks
  if (!(blockSize > 0 && blockSize <= 1 << 20 && Number.isInteger(perMini) && perMini % 8 === 0) || total < count)
    throw new Damaged('a page of differences has a wrong head')
  const out = new BigInt64Array(count)
  let value = zigzag()
  if (count > 0) out[0] = value
  for (let i = 1; i < total;) {
    const least = zigzag()
    const widths = page.at
    page.at += miniblocks
    if (page.at > end) throw tooShort()
    for (let m = 0; m < miniblocks && i < total; m++) {
      const width = bytes[widths + m]!
      if (width > 64) throw new Damaged('a page of differences has a wrong width')
      // The last one is padded to its whole length, but what is behind the last value need not be there.
      const here = Math.min(perMini, total - i)
      if (page.at + Math.ceil((here * width) / 8) > end) throw tooShort()
      for (let v = 0; v < here; v++, i++) {
        value = BigInt.asIntN(64, value + least + bigBits(bytes, page.at * 8 + v * width, width))
        if (i < count) out[i] = value
      }
      page.at = Math.min(end, page.at + (perMini * width) / 8)
    }
  }
  return out
}

function bigBits(bytes: Uint8Array, bit: number, width: number): bigint {
  if (width === 0) return 0n
  let low = 0
  let high = 0
  for (let done = 0; done < width;) {
    const shift = bit & 7
    const take = Math.min(8 - shift, width - done)
    const part = (bytes[bit >> 3]! >> shift) & ((1 << take) - 1)
    if (done < 32) {
      low += part * 2 ** done
      if (done + take > 32) {
        high = Math.floor(low / 2 ** 32)
        low %= 2 ** 32
      }
    } else high += part * 2 ** (done - 32)
    done += take
    bit += take
  }
  return high === 0 ? BigInt(low) : (BigInt(high) << 32n) | BigInt(low)
}

function integersOf(values: BigInt64Array, width: number): Store {
  const bytes =
    width === 8
      ? new Uint8Array(values.buffer)
      : new Uint8Array(Int32Array.from(values, (v) => Number(BigInt.asIntN(32, v))).buffer)
  return { width, count: values.length, bytes }
}

function lengthsOf(page: Page, count: number): BigInt64Array {
  const lengths = deltas(page, count)
  for (const length of lengths)
    if (length < 0n || length > BigInt(MOST_BYTES)) throw new Damaged('a length is no length')
  return lengths
}

function deltaLengths(page: Page, count: number): Store {
  const lengths = lengthsOf(page, count)
  const offsets = new Uint32Array(count + 1)
  let total = 0
  for (let i = 0; i < count; i++) {
    total += Number(lengths[i])
    if (total > page.end - page.at) throw tooShort()
    offsets[i + 1] = total
  }
  return { width: 0, count, bytes: page.bytes.subarray(page.at, page.at + total), offsets }
}

/** DELTA_BYTE_ARRAY: each value begins with a part of the one before. */
function deltaStrings(page: Page, { width }: LeafType, count: number): Store {
  const prefixes = lengthsOf(page, count)
  const suffixes = deltaLengths(page, count)
  const offsets = new Uint32Array(count + 1)
  let total = 0
  for (let i = 0; i < count; i++) {
    const prefix = Number(prefixes[i])
    if (prefix > (i === 0 ? 0 : offsets[i]! - offsets[i - 1]!))
      throw new Damaged('a value begins with more than the one before has')
    total += prefix + suffixes.offsets![i + 1]! - suffixes.offsets![i]!
    if (total > MOST_BYTES) throw new Damaged('a page has too many bytes of values')
    offsets[i + 1] = total
  }
  const bytes = new Uint8Array(total)
  for (let i = 0; i < count; i++) {
    const prefix = Number(prefixes[i])
    if (i > 0) bytes.copyWithin(offsets[i]!, offsets[i - 1]!, offsets[i - 1]! + prefix)
    copyInto(bytes, offsets[i]! + prefix, suffixes.bytes, suffixes.offsets![i]!, suffixes.offsets![i + 1]!)
    if (width > 0 && offsets[i + 1]! - offsets[i]! !== width)
      throw new Damaged('a value has another size than its column')
  }
  return width > 0 ? { width, count, bytes } : { width: 0, count, bytes, offsets }
}

/** BYTE_STREAM_SPLIT: the first bytes of all values, then the second ones, … */
function byteStreams({ bytes, at, end }: Page, width: number, count: number): Store {
  if (count * width > end - at) throw tooShort()
  const out = new Uint8Array(count * width)
  for (let b = 0; b < width; b++) for (let i = 0; i < count; i++) out[i * width + b] = bytes[at + b * count + i]!
  return { width, count, bytes: out }
}
