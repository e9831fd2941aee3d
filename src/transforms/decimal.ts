/**
 * Exact decimal arithmetic on numbers as they are written, so that a step of 0.1 never prints 0.30000000000000004 and an
 * amount of 20 digits keeps its last one. Up to 15 digits the work is done in doubles that hold integers, else in BigInt.
 */

/** The number `units × 10^-scale`. */
export interface Decimal {
  units: bigint
  scale: number
}

/** A fixed number of the policy that values are compared with or cut by. */
export interface Constant extends Decimal {
  number: number
  /** `units` where it is a safe integer, else undefined */
  small: number | undefined
}

/** JSON's numbers, and what stands in tables besides: a plus sign, `.5`, `5.`. */
const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/

/** Digits after the point, or zeros before it, that a value may have; beyond is no number a table means. */
const LIMIT = 400

/** Decimal of a written number, spaces around it allowed; undefined where it is none. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = NUMBER.exec(text.trim())
  if (!match) return undefined
  const [, sign, whole = '', fraction = '', exponent] = match
  if (whole === '' && fraction === '') return undefined
  const scale = fraction.length - (exponent === undefined ? 0 : Number(exponent))
  if (Math.abs(scale) > LIMIT || whole.length > LIMIT) return undefined
  const digits = BigInt(whole + fraction)
  const units = scale < 0 ? digits * tenTo(-scale) : digits
  return { units: sign === '-' ? -units : units, scale: Math.max(scale, 0) }
}

/** Why a text that is no decimal is none, for a person who may not be shown it. */
export function noNumber(text: string): string {
  return NOT_FINITE.test(text.trim())
    ? 'the value is no finite number, but NaN or infinity'
    : 'the value is not read as a number: digits, with a point before decimals (a comma is not read)'
}

const NOT_FINITE = /^[+-]?(?:nan|inf(?:inity)?|∞)$/i

/** A number of the policy, exactly as it is written there. */
export function constant(number: number): Constant {
  const { units, scale } = parseDecimal(String(number))!
  const small = Number(units)
  return { units, scale, number, small: Number.isSafeInteger(small) ? small : undefined }
}

/** Whether a number is a whole multiple of another, twice it or more. Exact: 0.3 is three times 0.1. */
export function isMultiple(number: Constant, of: Constant): boolean {
  const scale = Math.max(number.scale, of.scale)
  const [units, step] = [rescale(number, scale), rescale(of, scale)]
  return units > step && units % step === 0n
}

/** How a written number stands to a constant: negative, 0 or positive; undefined where the text is no number. */
export function compareText(text: string, limit: Constant): number | undefined {
  if (text.length <= 15 && limit.small !== undefined) {
    // Decimals of at most 15 digits keep their order as doubles (IEEE 754, 15 digits survive a round trip).
    const value = plainNumber(text)
    if (value === value) return value - limit.number
  }
  const value = parseDecimal(text)
  if (!value) return undefined
  const scale = Math.max(value.scale, limit.scale)
  const difference = rescale(value, scale) - rescale(limit, scale)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/**
 * The multiple of `step` at or below a written number (`floor`), or next to it (`nearest`, halves away from zero):
 * n of n × step, undefined where the text is no number.
 */
export function multipleOf(text: string, step: Constant, how: 'floor' | 'nearest'): bigint | undefined {
  if (step.scale === 0 && step.small !== undefined && text.length <= 15 && INTEGER.test(text)) {
    return BigInt(smallMultiple(Number(text), step.small, how))
  }
  const value = parseDecimal(text)
  if (!value) return undefined
  const scale = Math.max(value.scale, step.scale)
  const units = rescale(value, scale)
  const unit = rescale(step, scale)
  if (how === 'floor') return floorDivide(units, unit)
  const n = floorDivide(2n * (units < 0n ? -units : units) + unit, 2n * unit)
  return units < 0n ? -n : n
}

/** Written form with exactly `scale` digits after the point. */
export function formatDecimal({ units, scale }: Decimal): string {
  if (scale === 0) return units.toString()
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
  const point = digits.length - scale
  return `${units < 0n ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`
}

/** The same number with `scale` digits after the point; `scale` is not below its own. */
export function rescale(value: Decimal, scale: number): bigint {
  return value.scale === scale ? value.units : value.units * tenTo(scale - value.scale)
}

const INTEGER = /^-?\d+$/
const PLAIN = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/

function plainNumber(text: string): number {
  return PLAIN.test(text) ? Number(text) : NaN
}

function smallMultiple(value: number, step: number, how: 'floor' | 'nearest'): number {
  const magnitude = Math.abs(value)
  const rest = magnitude % step
  const below = (magnitude - rest) / step
  if (how === 'nearest') return signed(2 * rest >= step ? below + 1 : below, value)
  return value < 0 && rest > 0 ? -below - 1 : signed(below, value)
}

function signed(magnitude: number, value: number): number {
  return value < 0 && magnitude > 0 ? -magnitude : magnitude
}

function floorDivide(a: bigint, b: bigint): bigint {
  const n = a / b
  return a < 0n && n * b !== a ? n - 1n : n
}

function tenTo(power: number): bigint {
  return 10n ** BigInt(power)
}
