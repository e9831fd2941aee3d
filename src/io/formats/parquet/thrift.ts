import { Damaged } from './damaged.ts'

/**
 * Thrift's compact protocol, as Parquet's footer and page headers are written (thrift-compact-protocol.md). A struct is
 * its values by field number. Nothing is believed: a list cannot be longer than the bytes that are left, nesting and the
 * number of values are bounded, and a number beyond 2^53 fails where a size is expected.
 */
export type ThriftValue = number | boolean | Uint8Array | ThriftValue[] | ThriftStruct
export interface ThriftStruct {
  readonly fields: ReadonlyMap<number, ThriftValue>
}

export interface ThriftReader {
  bytes: Uint8Array
  at: number
  /** values that may still be read */
  budget: number
}

/** Values of one footer or header: a row group of 10,000 columns has some 400,000. */
const MOST_VALUES = 4_000_000
const MOST_DEPTH = 24

export function thriftReader(bytes: Uint8Array, at = 0): ThriftReader {
  return { bytes, at, budget: MOST_VALUES }
}

export const Type = {
  true: 1,
  false: 2,
  i8: 3,
  i16: 4,
  i32: 5,
  i64: 6,
  double: 7,
  binary: 8,
  list: 9,
  set: 10,
  map: 11,
  struct: 12,
} as const

/** The struct that begins at `at`. Throws Damaged. */
export function readStruct(reader: ThriftReader, depth = 0): ThriftStruct {
  const fields = new Map<number, ThriftValue>()
  eachField(reader, depth, (id, type) => void fields.set(id, readValue(reader, type, depth + 1)))
  return { fields }
}

/** Calls `field` for each field of the struct that begins at `at`; it has to read or skip the value. */
export function eachField(reader: ThriftReader, depth: number, field: (id: number, type: number) => void): void {
  if (depth > MOST_DEPTH) throw new Damaged('its metadata is nested too deeply')
  let id = 0
  for (;;) {
    const head = byte(reader)
    if (head === 0) return
    const delta = head >> 4
    id = delta === 0 ? zigzag(reader) : id + delta
    field(id, head & 15)
  }
}

/** Number and type of the elements of the list that begins at `at`. */
export function listHead(reader: ThriftReader): { size: number; type: number } {
  const head = byte(reader)
  const short = head >> 4
  const size = short === 15 ? varint(reader) : short
  if (size > reader.bytes.length - reader.at) throw new Damaged('its metadata is cut off')
  return { size, type: head & 15 }
}

export function readValue(reader: ThriftReader, type: number, depth: number): ThriftValue {
  if (--reader.budget < 0) throw new Damaged('its metadata has too many values')
  switch (type) {
    case Type.true:
    case Type.false:
      return type === Type.true
    case Type.i8:
      return (byte(reader) << 24) >> 24
    case Type.i16:
    case Type.i32:
    case Type.i64:
      return zigzag(reader)
    case Type.double:
      take(reader, 8)
      return 0
    case Type.binary:
      return take(reader, varint(reader))
    case Type.list:
    case Type.set: {
      const { size, type: inner } = listHead(reader)
      const list: ThriftValue[] = []
      for (let i = 0; i < size; i++) list.push(readElement(reader, inner, depth))
      return list
    }
    case Type.map:
      skipMap(reader, depth)
      return []
    case Type.struct:
      return readStruct(reader, depth)
    default:
      throw new Damaged('its metadata is not Thrift')
  }
}

/** A boolean in a list has a byte of its own. */
function readElement(reader: ThriftReader, type: number, depth: number): ThriftValue {
  if (type === Type.true || type === Type.false) return byte(reader) === 1
  return readValue(reader, type, depth + 1)
}

function skipMap(reader: ThriftReader, depth: number): void {
  const size = varint(reader)
  if (size === 0) return
  if (size > reader.bytes.length - reader.at) throw new Damaged('its metadata is cut off')
  const types = byte(reader)
  for (let i = 0; i < size; i++) {
    readElement(reader, types >> 4, depth)
    readElement(reader, types & 15, depth)
  }
}

function byte(reader: ThriftReader): number {
  const value = reader.bytes[reader.at]
  if (value === undefined) throw new Damaged('its metadata is cut off')
  reader.at++
  return value
}

function take(reader: ThriftReader, length: number): Uint8Array {
  if (length > reader.bytes.length - reader.at) throw new Damaged('its metadata is cut off')
  reader.at += length
  return reader.bytes.subarray(reader.at - length, reader.at)
}

/** Unsigned; exact up to 2^53, more than any size: beyond it only that it is too large is known. */
function varint(reader: ThriftReader): number {
  let value = 0
  for (let shift = 0; ; shift += 7) {
    const b = byte(reader)
    value += (b & 0x7f) * 2 ** shift
    if (b < 0x80) return value
    if (shift >= 63) throw new Damaged('its metadata holds a number that is too long')
  }
}

function zigzag(reader: ThriftReader): number {
  const n = varint(reader)
  return n % 2 === 0 ? n / 2 : -(n + 1) / 2
}

// Fields of a struct by kind: what has another kind than the specification says is not there.

export function numberAt({ fields }: ThriftStruct, id: number): number | undefined {
  const value = fields.get(id)
  return typeof value === 'number' ? value : undefined
}

/** Throws Damaged where there is no number of bytes or values: an integer from 0 to 2^53. */
export function sizeAt(struct: ThriftStruct, id: number): number {
  const value = numberAt(struct, id)
  if (value === undefined || !Number.isSafeInteger(value) || value < 0)
    throw new Damaged('a size in its metadata is missing or no size')
  return value
}

export function flagAt({ fields }: ThriftStruct, id: number): boolean {
  return fields.get(id) === true
}

export function bytesAt({ fields }: ThriftStruct, id: number): Uint8Array | undefined {
  const value = fields.get(id)
  return value instanceof Uint8Array ? value : undefined
}

export function structAt({ fields }: ThriftStruct, id: number): ThriftStruct | undefined {
  const value = fields.get(id)
  return isStruct(value) ? value : undefined
}

export function listAt({ fields }: ThriftStruct, id: number): ThriftValue[] {
  const value = fields.get(id)
  return Array.isArray(value) ? value : []
}

export function isStruct(value: ThriftValue | undefined): value is ThriftStruct {
  return typeof value === 'object' && 'fields' in value
}
