import { plainValues, type Column } from '../parquet/column.ts'
import { isTextType, type LeafNode, type LeafType } from '../parquet/schema.ts'
import type { Store } from '../parquet/store.ts'
import { reversed } from './values.ts'
import { ownBytes } from '../../../record/own-bytes.ts'

/**
 * The buffers of a leaf behind its validity. `values`: number of the value in each slot, −1: zeros stand there. `failed`:
 * called with the slot of a value that the type cannot hold.
 */
export function leafBuffers(
  node: LeafNode,
  column: Column,
  values: Int32Array,
  failed: (slot: number) => never,
): Uint8Array[] {
  const store = plainValues(column)
  const { type } = node
  if (type.meaning.is === 'decimal') return [decimals(type, store, values)]
  if (type.width === 0) return texts(store, values, largeOf(node))
  if (type.physical === 'boolean') return [bits(store, values)]
  const slots = scattered(store, values)
  if (isDateInMillis(node)) return [millis(slots, values.length)]
  if (isInSeconds(node)) return [seconds(slots, type.width, values.length, failed)]
  if (type.meaning.is === 'int' && type.meaning.bits < 32)
    return [narrowed(slots, type.meaning.bits / 8, values.length)]
  return [slots]
}

/** Forms that are kept where a rule left the type as it was. */
export function isDateInMillis({ type, arrow }: LeafNode): boolean {
  return type.meaning.is === 'date' && arrow?.millis === true
}

export function isInSeconds({ type: { meaning }, arrow }: LeafNode): boolean {
  return (meaning.is === 'time' || meaning.is === 'timestamp') && meaning.unit === 'millis' && arrow?.seconds === true
}

export function largeOf({ type, arrow }: LeafNode): boolean {
  return arrow?.large === true && (isTextType(type) || (type.physical === 'bytes' && type.meaning.is === 'none'))
}

/** Digits beyond 38 need 256 bits. */
export function decimalBits({ meaning, width }: LeafType): 128 | 256 {
  return meaning.is === 'decimal' && (meaning.precision > 38 || width === 32) ? 256 : 128
}

function texts({ bytes, offsets }: Store, values: Int32Array, large: boolean): Uint8Array[] {
  const ends = new Int32Array(values.length + 1)
  const from = offsets![0]!
  let to = 0
  // Values stand in the order of their slots.
  for (let s = 0; s < values.length; s++) {
    if (values[s]! >= 0) to = offsets![values[s]! + 1]! - from
    ends[s + 1] = to
  }
  const data = bytes.subarray(from, from + to)
  return [large ? new Uint8Array(BigInt64Array.from(ends, BigInt).buffer) : new Uint8Array(ends.buffer), data]
}

function bits({ bytes }: Store, values: Int32Array): Uint8Array {
  const out = new Uint8Array((values.length + 7) >> 3)
  values.forEach((n, s) => {
    if (n >= 0 && bytes[n] !== 0) out[s >> 3]! |= 1 << (s & 7)
  })
  return out
}

function scattered({ bytes, width, count }: Store, values: Int32Array): Uint8Array {
  if (count === values.length) return ownBytes(bytes.subarray(0, count * width))
  const out = new Uint8Array(values.length * width)
  values.forEach((n, s) => {
    if (n >= 0) out.set(bytes.subarray(n * width, (n + 1) * width), s * width)
  })
  return out
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
}

function millis(slots: Uint8Array, length: number): Uint8Array {
  const source = viewOf(slots)
  return new Uint8Array(
    BigInt64Array.from({ length }, (_, s) => BigInt(source.getInt32(4 * s, true)) * 86_400_000n).buffer,
  )
}

function seconds(slots: Uint8Array, width: number, length: number, failed: (slot: number) => never): Uint8Array {
  const view = viewOf(slots)
  for (let s = 0; s < length; s++) {
    const n = width === 4 ? BigInt(view.getInt32(4 * s, true)) : view.getBigInt64(8 * s, true)
    if (n % 1000n !== 0n) failed(s)
    if (width === 4) view.setInt32(4 * s, Number(n / 1000n), true)
    else view.setBigInt64(8 * s, n / 1000n, true)
  }
  return slots
}

function narrowed(slots: Uint8Array, width: number, length: number): Uint8Array {
  const out = new Uint8Array(length * width)
  for (let s = 0; s < length; s++) for (let b = 0; b < width; b++) out[s * width + b] = slots[4 * s + b]!
  return out
}

/** Little-endian in 16 or 32 bytes, whatever they are stored in. */
function decimals(type: LeafType, { bytes, offsets, width }: Store, values: Int32Array): Uint8Array {
  const size = decimalBits(type) / 8
  const out = new Uint8Array(values.length * size)
  values.forEach((n, s) => {
    if (n < 0) return
    const own = offsets ? bytes.subarray(offsets[n], offsets[n + 1]) : bytes.subarray(n * width, (n + 1) * width)
    // Numbers of 4 and 8 bytes have their lowest byte first, others their highest.
    const low = type.physical === 'int32' || type.physical === 'int64' ? own : reversed(own, own.length)
    const sign = low.length > 0 && low.at(-1)! >= 0x80 ? 0xff : 0
    out.fill(sign, s * size, (s + 1) * size)
    out.set(low.subarray(0, size), s * size)
  })
  return out
}
