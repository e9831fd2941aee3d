import type { ByteSink } from '../byte-sink.ts'
import { Damaged } from './damaged.ts'

/**
 * Small numbers in runs and packed bits (Encodings.md, RLE = 3): levels and numbers of dictionary entries.
 * Fills `out` from `at`; returns the offset behind what was read. Throws Damaged where the bytes end too early.
 */
export function readHybrid(
  bytes: Uint8Array,
  at: number,
  end: number,
  width: number,
  out: Uint8Array | Uint32Array,
): number {
  const { length } = out
  if (width === 0) {
    out.fill(0)
    return at
  }
  const valueBytes = (width + 7) >> 3
  for (let n = 0; n < length;) {
    let head = 0
    for (let shift = 0; ; shift += 7) {
      if (at >= end || shift > 28) throw new Damaged('its levels or indexes end too early')
      const b = bytes[at++]!
      head += (b & 0x7f) * 2 ** shift
      if (b < 0x80) break
    }
    if (head % 2 === 0) {
      const run = head / 2
      if (run === 0) throw new Damaged('its levels or indexes hold a run of nothing')
      if (run > length - n) throw new Damaged('its levels or indexes hold a run that is too long')
      if (at + valueBytes > end) throw new Damaged('its levels or indexes end too early')
      let value = 0
      for (let b = 0; b < valueBytes; b++) value += bytes[at++]! * 2 ** (8 * b)
      out.fill(value, n, n + run)
      n += run
    } else {
      const groups = (head - 1) / 2
      if (groups === 0) throw new Damaged('its levels or indexes hold a run of nothing')
      const wanted = Math.min(groups * 8, length - n)
      // Writers may leave out the bytes of the padding at the very end.
      if (at + Math.ceil((wanted * width) / 8) > end) throw new Damaged('its levels or indexes end too early')
      // DuckDB fills up whole blocks of groups behind the last value; what is neither needed nor there is a lie.
      if (groups > Math.ceil(wanted / 8) && at + groups * width > end)
        throw new Damaged('its levels or indexes end too early')
      unpack(bytes, at, width, out, n, wanted)
      at = Math.min(at + groups * width, end)
      n += wanted
    }
  }
  return at
}

/** Bit-packed numbers, the lowest bit first. */
export function unpack(
  bytes: Uint8Array,
  at: number,
  width: number,
  out: Uint8Array | Uint32Array,
  from: number,
  count: number,
): void {
  if (width > 24) {
    for (let i = 0; i < count; i++) out[from + i] = slowBits(bytes, at * 8 + i * width, width)
    return
  }
  const mask = (1 << width) - 1
  let buffer = 0
  let held = 0
  for (let i = from; i < from + count; i++) {
    while (held < width) {
      buffer |= bytes[at++]! << held
      held += 8
    }
    out[i] = buffer & mask
    buffer >>>= width
    held -= width
  }
}

function slowBits(bytes: Uint8Array, bit: number, width: number): number {
  let value = 0
  for (let i = 0; i < width; i++, bit++) if ((bytes[bit >> 3]! >> (bit & 7)) & 1) value += 2 ** i
  return value
}

/** Bits that a number up to `most` needs. */
export function bitWidth(most: number): number {
  return most === 0 ? 0 : 32 - Math.clz32(most)
}

/** Writes numbers below 2^width: runs of eight and more as runs, the others packed. */
export function writeHybrid(sink: ByteSink, values: Uint8Array | Uint32Array, width: number): void {
  const { length } = values
  if (width === 0) {
    if (length > 0) varint(sink, length * 2)
    return
  }
  const valueBytes = (width + 7) >> 3
  for (let i = 0; i < length;) {
    let run = 1
    while (i + run < length && values[i + run] === values[i]) run++
    if (run >= 8 || i + run === length) {
      varint(sink, run * 2)
      for (let b = 0; b < valueBytes; b++) sink.byte((values[i]! >>> (8 * b)) & 0xff)
      i += run
      continue
    }
    let end = i + 8
    while (end < length && !isRun(values, end)) end += 8
    pack(sink, values, i, Math.min(end, length), width)
    i = Math.min(end, length)
  }
}

/** Eight equal numbers stand here, or nothing but equal ones up to the end. */
function isRun(values: Uint8Array | Uint32Array, at: number): boolean {
  const end = Math.min(at + 8, values.length)
  for (let i = at + 1; i < end; i++) if (values[i] !== values[at]) return false
  return true
}

function pack(sink: ByteSink, values: Uint8Array | Uint32Array, from: number, to: number, width: number): void {
  const groups = (to - from + 7) >> 3
  varint(sink, groups * 2 + 1)
  sink.reserve(groups * width)
  const { bytes } = sink
  let { at } = sink
  let buffer = 0
  let held = 0
  for (let i = from; i < from + groups * 8; i++) {
    const value = i < to ? values[i]! : 0
    if (width <= 24) {
      buffer |= value << held
      held += width
      for (; held >= 8; held -= 8) {
        bytes[at++] = buffer & 0xff
        buffer >>>= 8
      }
    } else
      for (let b = 0; b < width; b++) {
        buffer |= ((value >>> b) & 1) << held
        if (++held === 8) {
          bytes[at++] = buffer
          buffer = held = 0
        }
      }
  }
  sink.at = at
}

function varint(sink: ByteSink, n: number): void {
  for (; n >= 0x80; n = Math.floor(n / 128)) sink.byte((n % 128) | 0x80)
  sink.byte(n)
}
