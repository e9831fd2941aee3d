import { Damaged } from './damaged.ts'
import { ownBytes } from '../../../record/own-bytes.ts'

/**
 * Values of one column in memory, without nulls. `width` bytes each, little-endian as in a plain page; 0: value i is what
 * stands from `offsets[i]` to `offsets[i + 1]`.
 */
export interface Store {
  width: number
  count: number
  bytes: Uint8Array
  offsets?: Uint32Array
}

/** The values of several stores of one width, one after another. */
export function concatStores(width: number, stores: readonly Store[]): Store {
  if (stores.length === 1) return stores[0]!
  const count = stores.reduce((n, s) => n + s.count, 0)
  const lengths = stores.map((s) => (s.offsets ? s.offsets[s.count]! - s.offsets[0]! : s.count * width))
  const bytes = new Uint8Array(lengths.reduce((n, l) => n + l, 0))
  const offsets = width === 0 ? new Uint32Array(count + 1) : undefined
  let at = 0
  let n = 0
  stores.forEach((s, i) => {
    const from = s.offsets ? s.offsets[0]! : 0
    bytes.set(s.bytes.subarray(from, from + lengths[i]!), at)
    if (offsets) for (let v = 0; v < s.count; v++) offsets[n + v + 1] = s.offsets![v + 1]! - from + at
    n += s.count
    at += lengths[i]!
  })
  return { width, count, bytes, ...(offsets && { offsets }) }
}

/** Values by their numbers, each as often as it is asked for. */
export function gather({ width, bytes, offsets }: Store, numbers: Uint32Array): Store {
  const count = numbers.length
  if (!offsets) {
    const out = new Uint8Array(count * width)
    for (let i = 0, to = 0; i < count; i++) {
      const from = numbers[i]! * width
      for (let b = 0; b < width; b++) out[to++] = bytes[from + b]!
    }
    return { width, count, bytes: out }
  }
  const ends = new Uint32Array(count + 1)
  let total = 0
  for (let i = 0; i < count; i++) {
    const n = numbers[i]!
    total += offsets[n + 1]! - offsets[n]!
    if (total > MOST_BYTES) throw new Damaged(EXPANDS)
    ends[i + 1] = total
  }
  const out = new Uint8Array(total)
  for (let i = 0, to = 0; i < count; i++) {
    const n = numbers[i]!
    to = copyInto(out, to, bytes, offsets[n]!, offsets[n + 1]!)
  }
  return { width, count, bytes: out, offsets: ends }
}

/** Values from `from` to before `to`, in the same memory. */
export function sliceStore({ width, bytes, offsets }: Store, from: number, to: number): Store {
  if (!offsets) return { width, count: to - from, bytes: bytes.subarray(from * width, to * width) }
  return { width, count: to - from, bytes, offsets: offsets.subarray(from, to + 1) }
}

/** The same values in memory of their own. */
export function copyStore({ width, count, bytes, offsets }: Store): Store {
  if (!offsets) return { width, count, bytes: ownBytes(bytes) }
  const from = offsets[0]!
  return {
    width,
    count,
    bytes: ownBytes(bytes.subarray(from, offsets[count])),
    offsets: offsets.map((offset) => offset - from),
  }
}

/** Bytes of all values of a column of one block, each as often as it stands there: a dictionary may say a long one often. */
export const MOST_BYTES = 256 * 1024 * 1024
const EXPANDS = 'a column repeats its values to more than memory should hold'

/** Throws Damaged where so many bytes of a column would be held. */
export function checkHeld(bytes: number): void {
  if (bytes > MOST_BYTES) throw new Damaged(EXPANDS)
}

/**
 * Bytes of a column's values behind the first 64 of each, as often as each stands there: a dictionary or a prefix may say a
 * long value very often in very few bytes. Short ones are bounded by their number.
 */
export function longBytes({ offsets, count }: Store, numbers: Uint32Array | undefined): number {
  if (!offsets) return 0
  let total = 0
  for (let i = 0, n = numbers?.length ?? count; i < n; i++) {
    const value = numbers ? numbers[i]! : i
    const length = offsets[value + 1]! - offsets[value]!
    if (length > SHORT) total += length - SHORT
  }
  return total
}

const SHORT = 64

/** Throws Damaged where the values that `numbers` choose are too many bytes. */
export function checkExpanded({ width, offsets }: Store, numbers: Uint32Array): void {
  let total = numbers.length * width
  if (offsets) for (const n of numbers) total += offsets[n + 1]! - offsets[n]!
  checkHeld(total)
}

/** Short pieces by hand: the call into native code costs more than they do. */
export function copyInto(out: Uint8Array, to: number, from: Uint8Array, start: number, end: number): number {
  if (end - start > 24) {
    out.set(from.subarray(start, end), to)
    return to + end - start
  }
  while (start < end) out[to++] = from[start++]!
  return to
}
