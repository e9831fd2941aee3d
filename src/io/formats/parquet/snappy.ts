import { Damaged } from './damaged.ts'

/** Snappy's raw format (format_description.txt), by which most Parquet pages are packed. */

/** Unpacks into exactly `size` bytes. Throws Damaged for anything that is not the packed form of so many bytes. */
export function unpackSnappy(bytes: Uint8Array, size: number): Uint8Array {
  let at = 0
  let length = 0
  for (let shift = 0; ; shift += 7) {
    const b = bytes[at++]
    if (b === undefined || shift > 28) throw broken()
    length += (b & 0x7f) * 2 ** shift
    if (b < 0x80) break
  }
  // Three bytes make at most 64: what claims more is not believed, and no memory is taken for it.
  if (length !== size || size > (bytes.length - at) * 22 + 64) throw broken()
  const out = new Uint8Array(size)
  let to = 0
  while (at < bytes.length) {
    const tag = bytes[at++]!
    if ((tag & 3) === 0) {
      let run = tag >> 2
      if (run >= 60) {
        const more = run - 59
        if (at + more > bytes.length) throw broken()
        run = 0
        for (let b = 0; b < more; b++) run += bytes[at++]! * 2 ** (8 * b)
      }
      run++
      if (run > bytes.length - at || run > size - to) throw broken()
      if (run > 24) out.set(bytes.subarray(at, at + run), to)
      else for (let i = 0; i < run; i++) out[to + i] = bytes[at + i]!
      at += run
      to += run
      continue
    }
    let run: number
    let offset: number
    if ((tag & 3) === 1) {
      run = ((tag >> 2) & 7) + 4
      offset = ((tag >> 5) << 8) | (bytes[at++] ?? 0)
    } else {
      run = (tag >> 2) + 1
      offset = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)
      at += 2
      if ((tag & 3) === 3) {
        offset += ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)) * 65536
        at += 2
      }
    }
    if (at > bytes.length || offset === 0 || offset > to || run > size - to) throw broken()
    // By hand: the copy may read what it has just written.
    for (let from = to - offset, end = to + run; to < end;) out[to++] = out[from++]!
  }
  if (to !== size) throw broken()
  return out
}

function broken(): Damaged {
  return new Damaged('a page is not packed as Snappy')
}

/** Offsets of a copy are below this, so a block of input is looked at by itself. */
const BLOCK = 65536
const TABLE_BITS = 14
const table = new Uint16Array(1 << TABLE_BITS)

/** Packs; the same bytes give the same bytes on every machine. */
export function packSnappy(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(6 + bytes.length + Math.ceil(bytes.length / 6))
  let to = 0
  let n = bytes.length
  for (; n >= 0x80; n = Math.floor(n / 128)) out[to++] = (n % 128) | 0x80
  out[to++] = n
  for (let start = 0; start < bytes.length; start += BLOCK)
    to = packBlock(bytes, start, Math.min(start + BLOCK, bytes.length), out, to)
  return out.subarray(0, to)
}

function packBlock(bytes: Uint8Array, start: number, end: number, out: Uint8Array, to: number): number {
  table.fill(0)
  let literal = start
  let at = start + 1
  const last = end - 15
  // After many misses in a row the bytes are hardly alike: look less often.
  let misses = 32
  while (at < last) {
    const word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
    const slot = Math.imul(word, 0x1e35a7bd) >>> (32 - TABLE_BITS)
    const seen = start + table[slot]!
    table[slot] = at - start
    if (
      seen >= at ||
      bytes[seen] !== bytes[at] ||
      bytes[seen + 1] !== bytes[at + 1] ||
      bytes[seen + 2] !== bytes[at + 2] ||
      bytes[seen + 3] !== bytes[at + 3]
    ) {
      at += misses++ >> 5
      continue
    }
    misses = 32
    if (at > literal) to = putLiteral(bytes, literal, at, out, to)
    const offset = at - seen
    let length = 4
    while (at + length < end && bytes[at + length] === bytes[seen + length]) length++
    at += length
    literal = at
    to = putCopy(out, to, offset, length)
    if (at < last) {
      const before = at - 1
      const near = bytes[before]! | (bytes[before + 1]! << 8) | (bytes[before + 2]! << 16) | (bytes[before + 3]! << 24)
      table[Math.imul(near, 0x1e35a7bd) >>> (32 - TABLE_BITS)] = before - start
    }
  }
  return literal < end ? putLiteral(bytes, literal, end, out, to) : to
}

function putLiteral(bytes: Uint8Array, from: number, end: number, out: Uint8Array, to: number): number {
  const length = end - from
  const n = length - 1
  if (n < 60) out[to++] = n << 2
  else if (n < 256) {
    out[to++] = 60 << 2
    out[to++] = n
  } else {
    out[to++] = 61 << 2
    out[to++] = n & 0xff
    out[to++] = n >> 8
  }
  if (length > 24) out.set(bytes.subarray(from, end), to)
  else for (let i = 0; i < length; i++) out[to + i] = bytes[from + i]!
  return to + length
}

function putCopy(out: Uint8Array, to: number, offset: number, length: number): number {
  while (length > 64) {
    // A rest of one to three would be too short for a copy of its own.
    const part = length < 68 ? 60 : 64
    to = putLongCopy(out, to, offset, part)
    length -= part
  }
  if (length < 12 && offset < 2048) {
    out[to++] = 1 | ((length - 4) << 2) | ((offset >> 8) << 5)
    out[to++] = offset & 0xff
    return to
  }
  return putLongCopy(out, to, offset, length)
}

function putLongCopy(out: Uint8Array, to: number, offset: number, length: number): number {
  out[to++] = 2 | ((length - 1) << 2)
  out[to++] = offset & 0xff
  out[to++] = offset >> 8
  return to
}
