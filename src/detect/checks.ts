/** Check digits and dates that several recognisers share. */
import { oneDigit } from './boundary.ts'
import { weighted } from './check-digits.ts'

/** ISO/IEC 7812-1 annex B: double every second digit from the right. */
export function luhn(digits: string): boolean {
  let sum = 0
  for (let i = digits.length - 1, twice = false; i >= 0; i--, twice = !twice) {
    const d = digits.charCodeAt(i) - 48
    sum += twice ? (d > 4 ? 2 * d - 9 : 2 * d) : d
  }
  return sum % 10 === 0
}

/** ICAO 9303 part 3: weights 7 3 1 over digits, letters from A = 10, `<` = 0. */
export function icaoCheck(text: string): number {
  let sum = 0
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    const value = c <= 57 && c >= 48 ? c - 48 : c >= 65 ? c - 55 : 0
    sum += value * [7, 3, 1][i % 3]!
  }
  return sum % 10
}

/** A day that exists in the Gregorian calendar. */
export function isDayMonth(day: number, month: number, year: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return day <= [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]!
}

const INN12_FIRST = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]
const INN12_SECOND = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]
const INN10 = [2, 4, 10, 3, 5, 9, 4, 6, 8]

/** Russian tax number of a person: both check digits. */
export function isInn12(digits: string): boolean {
  return innDigit(digits, INN12_FIRST) === Number(digits[10]) && innDigit(digits, INN12_SECOND) === Number(digits[11])
}

/** Russian tax number of an organisation. */
export function isInn10(digits: string): boolean {
  return !oneDigit(digits) && innDigit(digits, INN10) === Number(digits[9])
}

function innDigit(digits: string, weights: readonly number[]): number {
  return (weighted(digits, weights) % 11) % 10
}

/** Korean registration numbers: month and day, and a check digit that numbers issued since October 2020 no longer carry. */
export function isKrRegistration(written: string): boolean {
  const d = written.replace('-', '')
  if (!isDayMonth(Number(d.slice(4, 6)), Number(d.slice(2, 4)), 2000)) return false
  const sum = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5].reduce((s, w, i) => s + w * Number(d[i]), 0)
  const foreign = Number(d[6]) >= 5
  return (foreign ? 13 - (sum % 11) : 11 - (sum % 11)) % 10 === Number(d[12])
}

/** The dihedral group of order ten: 0-4 turn, 5-9 reflect. */
function turn(a: number, b: number): number {
  if (a < 5) return b < 5 ? (a + b) % 5 : 5 + ((a + b) % 5)
  return b < 5 ? 5 + ((a - b) % 5) : (a - b + 5) % 5
}

const VERHOEFF = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]

/** The permutation, zero to seven times. */
const PERMUTED = Array.from({ length: 8 }, (_, times) =>
  Array.from({ length: 10 }, (_, digit) => {
    let d = digit
    for (let n = 0; n < times; n++) d = VERHOEFF[d]!
    return d
  }),
)
const TURNED = Array.from({ length: 10 }, (_, a) => Array.from({ length: 10 }, (_, b) => turn(a, b)))

/** Verhoeff's check over all digits, the last being the check digit (Math. Centre Tracts 29, 1969). */
export function verhoeff(digits: string): boolean {
  let check = 0
  for (let i = 0, at = digits.length - 1; at >= 0; i++, at--)
    check = TURNED[check]![PERMUTED[i % 8]![digits.charCodeAt(at) - 48]!]!
  return check === 0
}
