import { isUtf8 } from 'node:buffer'
import { daysFromCivil, daysInMonth } from '../../../record/civil-days.ts'
import { ByteSink } from '../byte-sink.ts'
import type { LeafType, Meaning, TimeUnit } from './schema.ts'
import type { Store } from './store.ts'
import { DIGITS, holdsText } from './value-texts.ts'

/** Texts as values of a column, as `textsOf` writes them. `failed`: called with the number of the first one that is none. */
export function valuesOf(type: LeafType, texts: readonly string[], failed: (index: number) => never): Store {
  if (type.width === 0) return varied(type, texts, failed)
  const { width } = type
  const bytes = new Uint8Array(texts.length * width)
  const view = new DataView(bytes.buffer)
  const put = putterOf(type, view, bytes)
  for (let i = 0; i < texts.length; i++) if (!put(texts[i]!, i * width)) failed(i)
  return { width, count: texts.length, bytes }
}

/** Texts of ASCII alone, which pseudonyms and most masks are, in one call into native code; undefined: there are others. */
function asciiTexts(texts: readonly string[]): Store | undefined {
  const all = texts.join('')
  if (Buffer.byteLength(all) !== all.length) return undefined
  const bytes = Buffer.allocUnsafeSlow(all.length)
  bytes.write(all, 'latin1')
  const offsets = new Uint32Array(texts.length + 1)
  for (let i = 0; i < texts.length; i++) offsets[i + 1] = offsets[i]! + texts[i]!.length
  return { width: 0, count: texts.length, bytes, offsets }
}

function varied({ meaning }: LeafType, texts: readonly string[], failed: (index: number) => never): Store {
  const isText = meaning.is !== 'decimal' && meaning.is !== 'bson'
  const ascii =
    isText && texts.length > 0 && Buffer.byteLength(texts[0]!) === texts[0]!.length ? asciiTexts(texts) : undefined
  if (ascii) return ascii
  const offsets = new Uint32Array(texts.length + 1)
  const sink = new ByteSink(texts.reduce((n, text) => n + text.length, 16))
  for (let i = 0; i < texts.length; i++) {
    if (meaning.is === 'decimal') {
      const units = unitsOf(texts[i]!, meaning)
      if (units === undefined) failed(i)
      const own = bigBytes(units!, Math.max(1, Math.ceil((units!.toString(2).length + 1) / 8)))
      sink.copy(own, 0, own.length)
    } else if (meaning.is === 'bson') {
      const own = Buffer.from(texts[i]!, 'base64')
      sink.copy(own, 0, own.length)
    } else sink.text(texts[i]!)
    offsets[i + 1] = sink.at
  }
  return { width: 0, count: texts.length, bytes: sink.finish(), offsets }
}

/** Writes one value; false: the text is none. */
function putterOf(type: LeafType, view: DataView, bytes: Uint8Array): (text: string, at: number) => boolean {
  const { physical, meaning, width } = type
  if (physical === 'boolean')
    return (text, at) => {
      bytes[at] = text === 'true' ? 1 : 0
      return text === 'true' || text === 'false'
    }
  if (physical === 'float' || physical === 'double')
    return (text, at) => {
      const n = text.trim() === '' ? NaN : Number(text)
      if (physical === 'float') view.setFloat32(at, n, true)
      else view.setFloat64(at, n, true)
      return text === 'NaN' || !Number.isNaN(n)
    }
  if (physical === 'fixed') return fixedPutter(type, bytes)
  const units = integerOf(meaning)
  return (text, at) => {
    const n = units(text)
    if (n === undefined || !fits(n, meaning, width)) return false
    if (width === 4) view.setInt32(at, Number(BigInt.asIntN(32, n)), true)
    else view.setBigInt64(at, BigInt.asIntN(64, n), true)
    return true
  }
}

/** What an integer column holds for a text of its meaning. */
function integerOf(meaning: Meaning): (text: string) => bigint | undefined {
  switch (meaning.is) {
    case 'decimal':
      return (text) => unitsOf(text, meaning)
    case 'date':
      return (text) => {
        const days = daysOf(text)
        return days === undefined ? undefined : BigInt(days)
      }
    case 'time':
      return (text) => timeOf(meaning.utc ? withoutZone(text) : text, meaning.unit)
    case 'timestamp':
      return (text) => timestampOf(meaning.utc ? withoutZone(text) : text, meaning.unit)
    default:
      return (text) => unitsOf(text, { precision: 40, scale: 0 })
  }
}

function fits(n: bigint, meaning: Meaning, width: number): boolean {
  const bits = meaning.is === 'int' ? meaning.bits : width * 8
  return meaning.is === 'int' && !meaning.signed ? n === BigInt.asUintN(bits, n) : n === BigInt.asIntN(bits, n)
}

function fixedPutter({ meaning, width }: LeafType, bytes: Uint8Array): (text: string, at: number) => boolean {
  return (text, at) => {
    let value: Uint8Array | undefined
    if (meaning.is === 'decimal') {
      const units = unitsOf(text, meaning)
      value = units !== undefined && units === BigInt.asIntN(width * 8, units) ? bigBytes(units, width) : undefined
    } else if (meaning.is === 'uuid') value = Buffer.from(text.replaceAll('-', ''), 'hex')
    else if (meaning.is === 'float16') return false
    else {
      value = Buffer.from(text)
      if (value.length !== width) value = Buffer.from(text, 'base64')
    }
    if (value?.length !== width) return false
    bytes.set(value, at)
    return true
  }
}

const NUMBER = /^(-?)(\d{1,60})(?:\.(\d{1,60}))?$/

/** A decimal number in units of its scale; undefined: no number, more decimals than fit, or too many digits. */
function unitsOf(text: string, { precision, scale }: { precision: number; scale: number }): bigint | undefined {
  const match = NUMBER.exec(text)
  if (!match) return undefined
  const decimals = match[3] ?? ''
  if (decimals.length > scale && /[1-9]/.test(decimals.slice(scale))) return undefined
  const units = BigInt(match[2]! + decimals.slice(0, scale).padEnd(scale, '0'))
  if (units.toString().length > precision) return undefined
  return match[1] === '-' ? -units : units
}

/** Two's complement, the highest byte first. */
function bigBytes(n: bigint, length: number): Uint8Array {
  const out = new Uint8Array(length)
  for (let i = length - 1; i >= 0; i--, n >>= 8n) out[i] = Number(n & 0xffn)
  return out
}

const DATE = /^(\d{4}|[+-]\d{6,})-(\d\d)-(\d\d)$/

function daysOf(text: string): number | undefined {
  const match = DATE.exec(text)
  if (!match) return undefined
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
    ? daysFromCivil(year, month, day)
    : undefined
}

const TIME = /^(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?$/

function timeOf(text: string | undefined, unit: TimeUnit): bigint | undefined {
  const match = text === undefined ? null : TIME.exec(text)
  if (!match) return undefined
  const [hours, minutes, seconds] = [Number(match[1]), Number(match[2]), Number(match[3])]
  const fraction = match[4] ?? ''
  if (hours > 24 || minutes > 59 || seconds > 59 || /[1-9]/.test(fraction.slice(DIGITS[unit]))) return undefined
  const whole = BigInt(hours * 3600 + minutes * 60 + seconds) * 10n ** BigInt(DIGITS[unit])
  return whole + BigInt(fraction.slice(0, DIGITS[unit]).padEnd(DIGITS[unit], '0'))
}

function timestampOf(text: string | undefined, unit: TimeUnit): bigint | undefined {
  const at = text?.indexOf('T') ?? -1
  if (text === undefined || at < 0) return undefined
  const days = daysOf(text.slice(0, at))
  const time = timeOf(text.slice(at + 1), unit)
  if (days === undefined || time === undefined) return undefined
  return BigInt(days) * 86_400n * 10n ** BigInt(DIGITS[unit]) + time
}

/** undefined: the zone that the column has is missing. */
function withoutZone(text: string): string | undefined {
  return text.endsWith('Z') ? text.slice(0, -1) : undefined
}

/** Number of the first value that is not UTF-8, or has a NUL byte, before which other programs end a text; -1: none. */
export function firstBadText(
  meaning: Meaning,
  { bytes, offsets, count }: Store,
): { index: number; nul: boolean } | undefined {
  if (!holdsText(meaning) || !offsets || count === 0) return undefined
  const [from, to] = [offsets[0]!, offsets[count]!]
  const all = bytes.subarray(from, to)
  let good = isUtf8(all) && !all.includes(0)
  // What is UTF-8 in a row may be cut inside a character.
  for (let i = 0; good && i < count; i++) good = offsets[i] === offsets[i + 1] || (bytes[offsets[i]!]! & 0xc0) !== 0x80
  if (good) return undefined
  for (let index = 0; index < count; index++) {
    const value = bytes.subarray(offsets[index], offsets[index + 1])
    if (!isUtf8(value)) return { index, nul: false }
    if (value.includes(0)) return { index, nul: true }
  }
  return undefined
}
