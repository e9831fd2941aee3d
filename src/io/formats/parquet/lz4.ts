import { Damaged } from './damaged.ts'

/** One LZ4 block (lz4_Block_format.md) into exactly `size` bytes. Throws Damaged. */
export function unpackLz4(bytes: Uint8Array, size: number): Uint8Array {
  // A byte makes at most 255.
  if (size > bytes.length * 255 + 64) throw broken()
  const out = new Uint8Array(size)
  if (unpackLz4Into(out, 0, bytes) !== size) throw broken()
  return out
}

/** One LZ4 block behind what was unpacked before, to which it may refer. Returns where it ends. Throws Damaged. */
export function unpackLz4Into(out: Uint8Array, start: number, bytes: Uint8Array): number {
  const size = out.length
  let at = 0
  let to = start
  const more = (length: number): number => {
    if (length < 15) return length
    for (;;) {
      const b = bytes[at++]
      if (b === undefined) throw broken()
      length += b
      if (b < 255) return length
    }
  }
  while (at < bytes.length) {
    const token = bytes[at++]!
    const literals = more(token >> 4)
    if (literals > bytes.length - at || literals > size - to) throw broken()
    out.set(bytes.subarray(at, at + literals), to)
    at += literals
    to += literals
    if (at === bytes.length) break
    if (at + 2 > bytes.length) throw broken()
    const offset = bytes[at]! | (bytes[at + 1]! << 8)
    at += 2
    const length = more(token & 15) + 4
    if (offset === 0 || offset > to || length > size - to) throw broken()
    for (let from = to - offset, end = to + length; to < end;) out[to++] = out[from++]!
  }
  return to
}

/** As Hadoop frames it (Parquet's codec LZ4): both sizes, highest byte first, before each block; or a bare block. */
export function unpackHadoopLz4(bytes: Uint8Array, size: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const parts: Uint8Array[] = []
  let at = 0
  let total = 0
  while (at + 8 <= bytes.length && total < size) {
    const unpacked = view.getUint32(at)
    const packed = view.getUint32(at + 4)
    if (packed > bytes.length - at - 8 || unpacked > size - total) return unpackLz4(bytes, size)
    parts.push(unpackLz4(bytes.subarray(at + 8, at + 8 + packed), unpacked))
    at += 8 + packed
    total += unpacked
  }
  if (at !== bytes.length || total !== size) return unpackLz4(bytes, size)
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts)
}

function broken(): Damaged {
  return new Damaged('a page is not packed as LZ4')
}
