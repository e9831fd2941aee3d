import { isUtf8 } from 'node:buffer'
import { civilFromDays } from '../../../record/civil-days.ts'
import { Kind } from '../../../record/batch.ts'
import { textSource, type TextSource } from '../slices.ts'
import type { LeafType, Meaning, TimeUnit } from './schema.ts'
import type { Store } from './store.ts'

/**
 * Values of a column as the texts that rules see: numbers in decimal digits, exact whatever their size; dates and times as
 * ISO 8601 with the unit's digits and, where they are in UTC, a Z; bytes without a meaning as text where they are UTF-8,
 * else as base64. `parseValues` (value-bytes.ts) reads the same forms.
 */
export function textsOf(type: LeafType, store: Store): string[] {
  const write = writerOf(type, store)
  const texts = new Array<string>(store.count)
  for (let i = 0; i < store.count; i++) texts[i] = write(i)
  return texts
}

/** What the cells of a column are to rules. */
export function kindOf({ physical, meaning }: LeafType): Kind {
  if (physical === 'boolean') return Kind.boolean
  if (meaning.is === 'decimal' || meaning.is === 'float16' || meaning.is === 'int') return Kind.number
  const plainNumber = physical === 'int32' || physical === 'int64' || physical === 'float' || physical === 'double'
  return meaning.is === 'none' && plainNumber ? Kind.number : Kind.string
}

/** Is every value a text, which has to be UTF-8? */
export function holdsText({ is }: Meaning): boolean {
  return is === 'string' || is === 'enum' || is === 'json'
}

function writerOf(type: LeafType, store: Store): (i: number) => string {
  const { meaning, physical, width } = type
  const { bytes, offsets } = store
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const source = textSource(bytes)
  if (meaning.is === 'decimal') return (i) => decimal(unscaled(type, store, view, i), meaning.scale)
  switch (physical) {
    case 'boolean':
      return (i) => (bytes[i] === 0 ? 'false' : 'true')
    case 'int32':
      if (meaning.is === 'date') return (i) => dateText(view.getInt32(4 * i, true))
      if (meaning.is === 'time') return (i) => timeText(view.getInt32(4 * i, true), 'millis') + zone(meaning.utc)
      if (meaning.is === 'int' && !meaning.signed) return (i) => String(view.getUint32(4 * i, true))
      return (i) => String(view.getInt32(4 * i, true))
    case 'int64':
      if (meaning.is === 'time') return (i) => timeText(view.getBigInt64(8 * i, true), meaning.unit) + zone(meaning.utc)
      if (meaning.is === 'timestamp')
        return (i) => timestampText(view.getBigInt64(8 * i, true), meaning.unit) + zone(meaning.utc)
      if (meaning.is === 'int' && !meaning.signed) return (i) => String(view.getBigUint64(8 * i, true))
      return (i) => integerText(view, 8 * i)
    case 'int96':
      return (i) => timestampText(nanosOf(view, 12 * i), 'nanos')
    case 'float':
      return (i) => floatText(view.getFloat32(4 * i, true))
    case 'double':
      return (i) => numberText(view.getFloat64(8 * i, true))
    case 'fixed':
      if (meaning.is === 'uuid') return (i) => uuidText(source.hexSlice(16 * i, 16 * i + 16))
      if (meaning.is === 'float16') return (i) => numberText(halfFloat(view.getUint16(2 * i, true)))
      return (i) => bytesText(source, i * width, (i + 1) * width)
    case 'bytes':
      if (holdsText(meaning)) return plainText(source, store)
      return (i) => bytesText(source, offsets![i]!, offsets![i + 1]!)
  }
}

function plainText(source: TextSource, { bytes, offsets }: Store): (i: number) => string {
  const [from, to] = [offsets![0]!, offsets!.at(-1)!]
  let ascii = true
  for (let i = from; i < to && ascii; i++) ascii = bytes[i]! < 0x80
  return ascii
    ? (i) => source.latin1Slice(offsets![i]!, offsets![i + 1]!)
    : (i) => source.utf8Slice(offsets![i]!, offsets![i + 1]!)
}

/** As text where it is one. */
function bytesText(source: TextSource, from: number, to: number): string {
  const value = source.subarray(from, to)
  return isUtf8(value) && !value.includes(0) ? source.utf8Slice(from, to) : value.toString('base64')
}

function integerText(view: DataView, at: number): string {
  const n = view.getInt32(at + 4, true) * 4294967296 + view.getUint32(at, true)
  return Number.isSafeInteger(n) ? String(n) : String(view.getBigInt64(at, true))
}

function numberText(n: number): string {
  return Object.is(n, -0) ? '-0' : String(n)
}

/** The shortest digits that are this number among those of 32 bits. */
function floatText(n: number): string {
  if (!Number.isFinite(n) || n === 0) return numberText(n)
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(n.toPrecision(digits))
    if (Math.fround(short) === n) return numberText(short)
  }
  return numberText(Number(n.toPrecision(9)))
}

function halfFloat(bits: number): number {
  const sign = bits >> 15 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

/** A decimal's units: little-endian integers, or bytes with the highest first (two's complement). */
function unscaled({ physical, width }: LeafType, { bytes, offsets }: Store, view: DataView, i: number): bigint {
  if (physical === 'int32') return BigInt(view.getInt32(4 * i, true))
  if (physical === 'int64') return view.getBigInt64(8 * i, true)
  const from = offsets ? offsets[i]! : i * width
  const to = offsets ? offsets[i + 1]! : from + width
  let n = 0n
  for (let b = from; b < to; b++) n = (n << 8n) | BigInt(bytes[b]!)
  return to > from ? BigInt.asIntN(8 * (to - from), n) : 0n
}

function decimal(units: bigint, scale: number): string {
  const sign = units < 0n ? '-' : ''
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

export const DIGITS: Record<TimeUnit, number> = { millis: 3, micros: 6, nanos: 9 }

/** Julian day of 1970-01-01. */
const EPOCH = 2440588

/** Nanoseconds of the day, and its number (the deprecated INT96). */
function nanosOf(view: DataView, at: number): bigint {
  return BigInt(view.getInt32(at + 8, true) - EPOCH) * 86_400_000_000_000n + view.getBigInt64(at, true)
}

function timestampText(value: bigint, unit: TimeUnit): string {
  const perDay = 86_400n * 10n ** BigInt(DIGITS[unit])
  const days = value >= 0n ? value / perDay : -((perDay - 1n - value) / perDay)
  return `${dateText(Number(days))}T${timeText(value - days * perDay, unit)}`
}

/** Without the fraction where it is zero. */
function timeText(value: number | bigint, unit: TimeUnit): string {
  const digits = DIGITS[unit]
  const perSecond = 10 ** digits
  const n = Number(value)
  const seconds = Math.floor(n / perSecond)
  const fraction = n - seconds * perSecond
  const text = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return fraction === 0 ? text : `${text}.${String(fraction).padStart(digits, '0')}`
}

function dateText(days: number): string {
  const { year, month, day } = civilFromDays(days)
  const y = year >= 0 && year <= 9999 ? String(year).padStart(4, '0') : expandedYear(year)
  return `${y}-${two(month)}-${two(day)}`
}

/** ISO 8601 with a sign, as agreed for years that need more than four digits. */
function expandedYear(year: number): string {
  return `${year < 0 ? '-' : '+'}${String(Math.abs(year)).padStart(6, '0')}`
}

function zone(utc: boolean): string {
  return utc ? 'Z' : ''
}

function two(n: number): string {
  return n < 10 ? `0${n}` : String(n)
}

function uuidText(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
