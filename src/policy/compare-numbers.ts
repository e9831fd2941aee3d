/** A number as JSON writes it: no leading zeros, no plus sign, no white space, at most 400 characters. `0123` is text. */
export function isNumeric(text: string): boolean {
  return text.length <= LONGEST && /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)
}

/**
 * Compares two numbers in JSON's spelling exactly, whatever their length: -1, 0 or 1.
 * `9007199254740993` and `9007199254740992` differ, `1.0` and `1` do not.
 */
export function compareNumbers(a: string, b: string): number {
  if (a.length <= SAFE && b.length <= SAFE && !/[eE]/.test(a + b)) return order(Number(a), Number(b))
  const x = decimalOf(a)
  const y = decimalOf(b)
  if (x.sign !== y.sign) return order(x.sign, y.sign)
  return x.sign < 0 ? compareMagnitude(y, x) : compareMagnitude(x, y)
}

/** Longer numerals are codes or attacks, and turning them into integers takes more than linear time. */
const LONGEST = 400

/** Up to 15 digits, with a sign and a point, a double is exact enough to order decimals. */
const SAFE = 15

/** sign × 0.digits × 10^exponent, digits without zeros at either end. */
interface Decimal {
  sign: number
  digits: string
  exponent: bigint
}

function decimalOf(text: string): Decimal {
  const [, minus, whole = '', fraction = '', power = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text)!
  const all = whole + fraction
  const first = all.search(/[1-9]/)
  if (first < 0) return { sign: 0, digits: '', exponent: 0n }
  const exponent = BigInt(power) + BigInt(whole.length - first)
  return { sign: minus ? -1 : 1, digits: all.slice(first).replace(/0+$/, ''), exponent }
}

function compareMagnitude(x: Decimal, y: Decimal): number {
  return order(x.exponent, y.exponent) || order(x.digits, y.digits)
}

function order<T>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0
}
