/**
 * What the digits of a number must be, in one pass over them. A library knows the rest of each number's rules and takes
 * many microseconds to say so, yes or no; most numbers fail here, and it is asked about those that do not. Where nothing
 * but digits and their check makes the number, what is said here is all, and the library is asked by the tests. All take
 * digits of ASCII of the length that the check is for.
 */
import { mod11and10, weighted } from './check-digits.ts'
import { isDayMonth, luhn, verhoeff } from './checks.ts'

/** Belgium: two digits that make a multiple of 97; the number of who was born from 2000 on has a 2 before it. */
export function belgianCheck(digits: string): boolean {
  const sum = Number(digits.slice(0, 9)) + Number(digits.slice(9))
  return sum % 97 === 0 || (2e9 + sum) % 97 === 0
}

/** Norway: two digits, each making its sum a multiple of eleven. */
export function norwegianCheck(digits: string): boolean {
  return weighted(digits, NORWEGIAN_FIRST) % 11 === 0 && weighted(digits, NORWEGIAN_SECOND) % 11 === 0
}

const NORWEGIAN_FIRST = [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]
const NORWEGIAN_SECOND = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]

/** Poland: the PESEL, whose month says the century too. */
export function polishCheck(digits: string): boolean {
  return weighted(digits, POLISH) % 10 === 0 && mayBeDay(two(digits, 4), two(digits, 2) % 20)
}

const POLISH = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]

/** Turkey: a digit of alternating weights, and one of all ten before it. */
export function turkishCheck(digits: string): boolean {
  return weighted(digits, TURKISH_FIRST) % 10 === 0 && weighted(digits, TURKISH_SECOND) % 10 === 0
}

const TURKISH_FIRST = [3, 1, 3, 1, 3, 1, 3, 1, 3, 1]
/** The last digit is the sum of the ten: nine times it is what is missing to a multiple of ten. */
const TURKISH_SECOND = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 9]

/** Brazil: two digits of eleven; ten is written as nought. All of the CPF. */
export function brazilianCheck(digits: string): boolean {
  return (
    brazilianDigit(weighted(digits, BRAZILIAN_FIRST)) === digitAt(digits, 9) &&
    brazilianDigit(weighted(digits, BRAZILIAN_SECOND)) === digitAt(digits, 10)
  )
}

function brazilianDigit(sum: number): number {
  return sum % 11 < 2 ? 0 : 11 - (sum % 11)
}

const BRAZILIAN_FIRST = [10, 9, 8, 7, 6, 5, 4, 3, 2]
const BRAZILIAN_SECOND = [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]

/** Australia: the business number, its first digit less one. */
export function australianCheck(digits: string): boolean {
  return (weighted(digits, AUSTRALIAN) - 10) % 89 === 0
}

const AUSTRALIAN = [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]

/** Argentina: a digit of eleven; ten is written as nine. */
export function argentineCheck(digits: string): boolean {
  const rest = weighted(digits, ARGENTINE) % 11
  return rest === 0 || (rest === 10 && digits.endsWith('9'))
}

const ARGENTINE = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]

/** Estonia and Lithuania: a digit of eleven, by other weights where the first give ten. */
export function balticCheck(digits: string): boolean {
  let sum = weighted(digits, BALTIC_FIRST) % 11
  if (sum === 10) sum = weighted(digits, BALTIC_SECOND) % 11
  return sum % 10 === digits.charCodeAt(10) - 48
}

const BALTIC_FIRST = [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]
const BALTIC_SECOND = [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]

/** Germany: the tax number, of which the library takes those whose first repeated digit stands there neither twice nor thrice, unless it is the only one. */
export function germanTaxCheck(digits: string): boolean {
  if (digitAt(digits, 0) === 0 || !mod11and10(digits)) return false
  counts.fill(0)
  for (let i = 0; i < 10; i++) counts[digitAt(digits, i)]!++
  let repeated = 0
  let first = 0
  for (const n of counts)
    if (n > 1) {
      repeated++
      first ||= n
    }
  return repeated === 1 || (first !== 2 && first !== 3)
}

// Of the number that is being looked at.
const counts = new Uint8Array(10)

/** Greece: Luhn's check, and a day of birth before it. */
export function greekCheck(digits: string): boolean {
  return luhn(digits) && mayBeDay(two(digits, 0), two(digits, 2))
}

/** Italy: Luhn's check, and the number of a province or an office. All of the partita IVA. */
export function italianCheck(digits: string): boolean {
  const office = 10 * two(digits, 7) + digitAt(digits, 9)
  return luhn(digits) && ((office >= 1 && office <= 100) || OFFICES.has(office))
}

const OFFICES: ReadonlySet<number> = new Set([120, 121, 888, 999])

/** India: Verhoeff's check in digits that are not the same backwards. All of the Aadhaar number. */
export function indianCheck(digits: string): boolean {
  return digitAt(digits, 0) > 1 && verhoeff(digits) && !isPalindrome(digits)
}

function isPalindrome(digits: string): boolean {
  for (let a = 0, b = digits.length - 1; a < b; a++, b--)
    if (digits.charCodeAt(a) !== digits.charCodeAt(b)) return false
  return true
}

/** Belarus: the number of a payer, where it has no letters; ten is never issued. */
export function belarusianCheck(digits: string): boolean {
  return weighted(digits, BELARUSIAN) % 11 === digitAt(digits, 8)
}

const BELARUSIAN = [29, 23, 19, 17, 13, 7, 5, 3]

/** Australia: the company number. */
export function australianCompanyCheck(digits: string): boolean {
  return weighted(digits, AUSTRALIAN_COMPANY) % 10 === 0
}

const AUSTRALIAN_COMPANY = [8, 7, 6, 5, 4, 3, 2, 1, 1]

/** Australia: the tax file number, of eight or nine digits. */
export function australianTaxCheck(digits: string): boolean {
  return weighted(digits, digits.length === 8 ? AUSTRALIAN_TAX.slice(0, 8) : AUSTRALIAN_TAX) % 11 === 0
}

const AUSTRALIAN_TAX = [1, 4, 3, 7, 5, 8, 6, 9, 10]

/** New Zealand: the IRD number, of eight or nine digits. By other weights where the first give ten. */
export function newZealandCheck(digits: string): boolean {
  const nine = digits.padStart(9, '0')
  let check = (11 - (weighted(nine, NEW_ZEALAND_FIRST) % 11)) % 11
  if (check === 10) check = (11 - (weighted(nine, NEW_ZEALAND_SECOND) % 11)) % 11
  return check === digitAt(nine, 8)
}

const NEW_ZEALAND_FIRST = [3, 2, 7, 6, 5, 4, 3, 2]
const NEW_ZEALAND_SECOND = [7, 4, 3, 2, 5, 2, 7, 6]

/** Portugal: the NIF; ten is written as nought. */
export function portugueseCheck(digits: string): boolean {
  return digitAt(digits, 0) > 0 && ((11 - (weighted(digits, PORTUGUESE) % 11)) % 11) % 10 === digitAt(digits, 8)
}

const PORTUGUESE = [9, 8, 7, 6, 5, 4, 3, 2]

/** The Netherlands: the BSN. */
export function dutchCheck(digits: string): boolean {
  return weighted(digits, DUTCH) % 11 === digitAt(digits, 8)
}

const DUTCH = [9, 8, 7, 6, 5, 4, 3, 2]

/** Bulgaria: the check digit of the ЕГН. */
export function bulgarianCheck(digits: string): boolean {
  return (weighted(digits, BULGARIAN) % 11) % 10 === digitAt(digits, 9)
}

const BULGARIAN = [2, 4, 8, 5, 10, 9, 7, 3, 6]

/** Ukraine: the number of a taxpayer; its first weight is ten less eleven. */
export function ukrainianCheck(digits: string): boolean {
  return (weighted(digits, UKRAINIAN) % 11) % 10 === digitAt(digits, 9)
}

const UKRAINIAN = [10, 5, 7, 9, 4, 6, 10, 5, 7]

/** Korea: the number of a business: its office, its kind, its number, a digit. */
export function koreanBusinessCheck(digits: string): boolean {
  if (10 * two(digits, 0) + digitAt(digits, 2) < 101 || two(digits, 3) === 0) return false
  if (two(digits, 5) === 0 && two(digits, 7) === 0) return false
  const sum = weighted(digits, KOREAN_BUSINESS) + Math.floor((digitAt(digits, 8) * 5) / 10)
  return (10 - (sum % 10)) % 10 === digitAt(digits, 9)
}

const KOREAN_BUSINESS = [1, 3, 7, 1, 3, 7, 1, 3, 5]

/** Poland: the NIP. */
export function polishTaxCheck(digits: string): boolean {
  return weighted(digits, POLISH_TAX) % 11 === digitAt(digits, 9)
}

const POLISH_TAX = [6, 5, 7, 2, 3, 4, 5, 6, 7]

/** The United Kingdom: the UTR, whose first digit is the check. */
export function britishTaxCheck(digits: string): boolean {
  return BRITISH_DIGITS.charCodeAt(weighted(digits, BRITISH_TAX) % 11) === digits.charCodeAt(0)
}

const BRITISH_TAX = [0, 6, 7, 8, 9, 10, 5, 4, 3, 2]
const BRITISH_DIGITS = '21987654321'

/** Iceland: the ninth digit of a kennitala. */
export function icelandicCheck(digits: string): boolean {
  return weighted(digits, ICELANDIC) % 11 === 0
}

const ICELANDIC = [3, 2, 7, 6, 5, 4, 3, 2, 1]

/** Ecuador: Luhn's check, a province, and a third digit of people. All of the cédula. */
export function ecuadorianCheck(digits: string): boolean {
  const province = two(digits, 0)
  return (
    ((province >= 1 && province <= 24) || province === 30 || province === 50) && digitAt(digits, 2) < 7 && luhn(digits)
  )
}

/** The Czech Republic and Slovakia: ten digits make a multiple of eleven, or the rest is ten and written as nought. Months are 20 and 50 more for some. */
export function czechCheck(digits: string): boolean {
  const check = digitAt(digits, 9)
  const rest = Number(digits.slice(0, 9)) % 11
  return (rest === check || (rest === 10 && check === 0)) && mayBeDay(two(digits, 4), (two(digits, 2) % 50) % 20)
}

/** Denmark: a day of birth; the check digit is not kept to any more. */
export function danishDay(digits: string): boolean {
  return mayBeDay(two(digits, 0), two(digits, 2))
}

/** A day of some year. */
function mayBeDay(day: number, month: number): boolean {
  return isDayMonth(day, month, LEAP_YEAR)
}

const LEAP_YEAR = 2000

function digitAt(digits: string, at: number): number {
  return digits.charCodeAt(at) - 48
}

function two(digits: string, at: number): number {
  return 10 * digitAt(digits, at) + digitAt(digits, at + 1)
}
