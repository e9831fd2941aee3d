import { Damaged } from '../parquet/damaged.ts'
import { MOST_ENTRIES } from '../parquet/read-column.ts'
import { unpackZstd } from '../parquet/zstd.ts'
import { byteAt, lengthAt, longAt, structsAt, tableAt, type FlatTable } from './flat-reader.ts'
import { unpackLz4Frame } from './lz4-frame.ts'

/** Bytes that the buffers of a batch may unpack to. */
export const MOST_BODY = 256 * 1024 * 1024

/** The nodes and buffers of a record batch, one after another as its fields ask for them. Throws Damaged. */
export interface Batch {
  readonly records: number
  node(): { length: number; nulls: number }
  buffer(): Uint8Array
  /** a bit for each of so many values */
  bits(length: number): Uint8Array
  /** of so many values with a length of their own, from numbers of 4 or 8 bytes */
  offsets(length: number, width: 4 | 8): Uint32Array
  /** number of the next buffers that hold texts of views */
  variadic(): number
  /** throws where something is left */
  end(): void
}

/** `batch`: its table in the metadata; `body`: where its buffers stand. */
export function openBatch(batch: FlatTable, body: Uint8Array): Batch {
  const { view } = batch
  const records = lengthAt(batch, 0)
  if (records > MOST_ENTRIES) throw new Damaged('a batch has too many records')
  const nodes = structsAt(batch, 1, 16)
  const buffers = structsAt(batch, 2, 16)
  const compression = tableAt(batch, 3)
  const codec = compression ? byteAt(compression, 0) : undefined
  if (compression && (codec! > 1 || byteAt(compression, 1) !== 0))
    throw new Damaged('it is packed in a way that is not known')
  const counts = structsAt(batch, 4, 8)
  let left = MOST_BODY
  let node = 0
  let buffer = 0
  let variadic = 0
  const next = (): Uint8Array => {
    const at = buffers[buffer++]
    if (at === undefined) throw new Damaged('a batch has fewer buffers than its fields')
    const offset = longAt(view, at)
    const length = longAt(view, at + 8)
    if (offset > body.length || length > body.length - offset) throw new Damaged('a buffer lies outside of its batch')
    const bytes = body.subarray(offset, offset + length)
    if (codec === undefined || length === 0) return bytes
    const unpacked = unpackBuffer(bytes, codec, left)
    left -= unpacked.length
    return unpacked
  }
  return {
    records,
    node() {
      const at = nodes[node++]
      if (at === undefined) throw new Damaged('a batch has fewer columns than its schema')
      const length = longAt(view, at)
      if (length > MOST_ENTRIES) throw new Damaged('a column has too many values for its records')
      return { length, nulls: longAt(view, at + 8) }
    },
    buffer: next,
    bits(length) {
      const bytes = next()
      if (bytes.length < (length + 7) >> 3) throw new Damaged('a buffer is too short for its values')
      return bytes
    },
    offsets(length, width) {
      const bytes = next()
      // Of no values there may be no offsets at all.
      if (length === 0) return new Uint32Array(1)
      if (bytes.length < (length + 1) * width) throw new Damaged('a buffer is too short for its values')
      const source = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
      const offsets = new Uint32Array(length + 1)
      let before = 0
      for (let i = 0; i <= length; i++) {
        const n = width === 4 ? source.getInt32(4 * i, true) : longAt(source, 8 * i)
        if (n < before || n > 0xffffffff) throw new Damaged('the offsets of a column do not rise')
        offsets[i] = before = n
      }
      return offsets
    },
    variadic() {
      const at = counts[variadic++]
      return at === undefined ? 0 : longAt(view, at)
    },
    end() {
      if (node !== nodes.length) throw new Damaged('a batch has more columns than its schema')
    },
  }
}

/** Its size as it is unpacked stands first, and has to be what is inside; −1: it is not packed. */
function unpackBuffer(bytes: Uint8Array, codec: number, most: number): Uint8Array {
  if (bytes.length < 8) throw new Damaged('a packed buffer has no size')
  const size = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigInt64(0, true))
  const packed = bytes.subarray(8)
  if (size === -1) return packed
  if (!(size >= 0 && size <= most)) throw new Damaged('a batch unpacks to more than memory should hold')
  if (size === 0 && packed.length === 0) return packed
  return codec === 1 ? unpackZstd(packed, size) : unpackLz4Frame(packed, size)
}
