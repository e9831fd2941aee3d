import { Damaged } from '../parquet/damaged.ts'
import type { LeafNode, LeafType } from '../parquet/schema.ts'
import type { Store } from '../parquet/store.ts'
import type { Dictionaries } from './dictionaries.ts'
import type { Batch } from './batch.ts'

/** The values of a leaf, a slot each, those that are null included. Throws Damaged. */
export function leafValues(
  node: LeafNode,
  length: number,
  validity: Uint8Array | undefined,
  batch: Batch,
  dictionaries: Dictionaries,
): { values: Store; dictionary?: Store } {
  const { dictionary } = node.arrow ?? {}
  if (!dictionary) return { values: plainValues(node, length, validity, batch) }
  const own = dictionaries.get(dictionary.id)
  if (!own) throw new Damaged('a column has values of a dictionary that is not there')
  return { values: indexes(batch.buffer(), length, dictionary), dictionary: own(node) }
}

/** Numbers of a dictionary's values, in 4 bytes; what is null has any. */
function indexes(bytes: Uint8Array, length: number, { bits, signed }: { bits: number; signed: boolean }): Store {
  const width = bits / 8
  const source = sized(bytes, length * width)
  const out = new Uint8Array(length * 4)
  const target = new DataView(out.buffer)
  for (let i = 0; i < length; i++) {
    const n =
      width === 1
        ? signed
          ? source.getInt8(i)
          : source.getUint8(i)
        : width === 2
          ? signed
            ? source.getInt16(2 * i, true)
            : source.getUint16(2 * i, true)
          : source.getInt32(width * i, true)
    // Beyond what a dictionary may have: where the value is there it is found to be in none.
    const high = width === 8 && source.getInt32(8 * i + 4, true) !== 0
    target.setUint32(4 * i, n < 0 || high ? 0xffffffff : n, true)
  }
  return { width: 4, count: length, bytes: out }
}

function plainValues(node: LeafNode, length: number, validity: Uint8Array | undefined, batch: Batch): Store {
  const { type, arrow = {} } = node
  if (type.width === 0) return arrow.view ? views(length, validity, batch) : texts(length, arrow.large === true, batch)
  if (type.physical === 'boolean') return booleans(batch.bits(length), length)
  const bytes = batch.buffer()
  if (arrow.millis) return days(bytes, length, validity)
  if (arrow.seconds) return millis(bytes, length, type)
  const { meaning, width } = type
  if (meaning.is === 'int' && meaning.bits < 32) return widened(bytes, length, meaning.bits / 8, meaning.signed)
  sized(bytes, length * width)
  const values = bytes.subarray(0, length * width)
  return { width, count: length, bytes: meaning.is === 'decimal' ? reversed(values, width) : values }
}

function sized(bytes: Uint8Array, need: number): DataView {
  if (bytes.length < need) throw new Damaged('a buffer is too short for its values')
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
}

function texts(length: number, large: boolean, batch: Batch): Store {
  const offsets = batch.offsets(length, large ? 8 : 4)
  const bytes = batch.buffer()
  if (offsets[length]! > bytes.length) throw new Damaged('a value ends behind its buffer')
  return { width: 0, count: length, bytes, offsets }
}

/** Short values stand in their view, others in one of several buffers (BinaryView). */
function views(length: number, validity: Uint8Array | undefined, batch: Batch): Store {
  const bytes = batch.buffer()
  const source = sized(bytes, length * 16)
  const count = batch.variadic()
  if (count > 1 << 16) throw new Damaged('a column of views has too many buffers')
  const buffers = Array.from({ length: count }, () => batch.buffer())
  const pieces: Uint8Array[] = []
  const offsets = new Uint32Array(length + 1)
  let total = 0
  for (let i = 0; i < length; i++) {
    const there = !validity || (validity[i >> 3]! >> (i & 7)) & 1
    const size = there ? source.getInt32(16 * i, true) : 0
    const inline = size >= 0 && size <= 12
    const from = inline ? bytes : buffers[source.getInt32(16 * i + 8, true)]
    const start = inline ? 16 * i + 4 : source.getInt32(16 * i + 12, true)
    if (size < 0 || !from || start < 0 || size > from.length - start)
      throw new Damaged('a value ends behind its buffer')
    pieces.push(from.subarray(start, start + size))
    if ((total += size) > 256 * 1024 * 1024)
      throw new Damaged('a column repeats its values to more than memory should hold')
    offsets[i + 1] = total
  }
  return { width: 0, count: length, bytes: Buffer.concat(pieces), offsets }
}

function booleans(bits: Uint8Array, length: number): Store {
  const bytes = new Uint8Array(length)
  for (let i = 0; i < length; i++) bytes[i] = (bits[i >> 3]! >> (i & 7)) & 1
  return { width: 1, count: length, bytes }
}

function widened(bytes: Uint8Array, length: number, width: number, signed: boolean): Store {
  const source = sized(bytes, length * width)
  const out = new Int32Array(length)
  for (let i = 0; i < length; i++)
    out[i] =
      width === 1
        ? signed
          ? source.getInt8(i)
          : source.getUint8(i)
        : signed
          ? source.getInt16(2 * i, true)
          : source.getUint16(2 * i, true)
  return { width: 4, count: length, bytes: new Uint8Array(out.buffer) }
}

const DAY = 86_400_000n

/** Dates in milliseconds, which have to be whole days. */
function days(bytes: Uint8Array, length: number, validity: Uint8Array | undefined): Store {
  const source = sized(bytes, length * 8)
  const out = new Int32Array(length)
  for (let i = 0; i < length; i++) {
    if (validity && ((validity[i >> 3]! >> (i & 7)) & 1) === 0) continue
    const n = source.getBigInt64(8 * i, true)
    if (n % DAY !== 0n || n / DAY !== BigInt.asIntN(32, n / DAY)) throw new Damaged('a date has parts of a day')
    out[i] = Number(n / DAY)
  }
  return { width: 4, count: length, bytes: new Uint8Array(out.buffer) }
}

/** Seconds as milliseconds. */
function millis(bytes: Uint8Array, length: number, { width }: LeafType): Store {
  const source = sized(bytes, length * width)
  const out = new Uint8Array(length * width)
  const target = new DataView(out.buffer)
  for (let i = 0; i < length; i++)
    if (width === 4) target.setInt32(4 * i, source.getInt32(4 * i, true) * 1000, true)
    else target.setBigInt64(8 * i, source.getBigInt64(8 * i, true) * 1000n, true)
  return { width, count: length, bytes: out }
}

/** Values of one size with their bytes the other way round. */
export function reversed(bytes: Uint8Array, width: number): Uint8Array {
  const out = new Uint8Array(bytes.length)
  for (let at = 0; at < bytes.length; at += width)
    for (let b = 0; b < width; b++) out[at + b] = bytes[at + width - 1 - b]!
  return out
}
