import { Damaged } from '../parquet/damaged.ts'
import { unpackLz4Into } from '../parquet/lz4.ts'

const MAGIC = 0x184d2204

/** LZ4 frames (lz4_Frame_format.md), whose blocks may refer to those before, into exactly `size` bytes. Throws Damaged. */
export function unpackLz4Frame(bytes: Uint8Array, size: number): Uint8Array {
  // A byte makes at most 255.
  if (size > bytes.length * 255) throw broken()
  const out = new Uint8Array(size)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  if (bytes.length < 7 || view.getUint32(0, true) !== MAGIC) throw broken()
  const flags = bytes[4]!
  if (flags >> 6 !== 1 || (flags & 1) !== 0) throw broken()
  const checked = (flags & 0x10) !== 0 ? 4 : 0
  let at = 7 + ((flags & 8) !== 0 ? 8 : 0)
  let to = 0
  for (;;) {
    if (at + 4 > bytes.length) throw broken()
    const head = view.getUint32(at, true)
    at += 4
    if (head === 0) break
    const length = head & 0x7fffffff
    if (length > bytes.length - at) throw broken()
    const block = bytes.subarray(at, at + length)
    if (head >>> 31 === 0) to = unpackLz4Into(out, to, block)
    else if (length > size - to) throw broken()
    else {
      out.set(block, to)
      to += length
    }
    at += length + checked
  }
  if (to !== size) throw broken()
  return out
}

function broken(): Damaged {
  return new Damaged('a buffer is not packed as LZ4')
}
