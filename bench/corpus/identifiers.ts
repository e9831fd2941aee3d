import type { Random } from './random.ts'

export type Sex = 'F' | 'M'

export interface BirthDate {
  year: number
  month: number
  day: number
}

/**
 * The IIN of an invented person, or undefined where the number is of the kind that is never issued.
 *
 * It says a birth in the 2090s: month, day and the last digit of the year are those of `birth`, the decade and
 * the century are not. So the check digit, the date and the century digit (5 or 6) are right, everyone has a
 * plausible age in `birth_date`, and nobody can hold the number before they are born, from 2090 on.
 * The alternative, births of 1899–1905, would make either every age 120 or every year differ as well, and such
 * numbers may have been given to people who have died since.
 *
 * @param serial 0 … 9999
 */
export function futureIin(birth: BirthDate, sex: Sex, serial: number): string | undefined {
  const body = `9${birth.year % 10}${pad(birth.month, 2)}${pad(birth.day, 2)}${sex === 'M' ? 5 : 6}${pad(serial, 4)}`
  const digit = iinCheckDigit(body)
  return digit === undefined ? undefined : body + digit
}

/** Check digit of an IIN or BIN over its first eleven digits; undefined: no such number is issued. */
export function iinCheckDigit(body: string): number | undefined {
  const weigh = (shift: number) => {
    let sum = 0
    for (let i = 0; i < 11; i++) sum += (body.charCodeAt(i) - 48) * (((i + shift) % 11) + 1)
    return sum % 11
  }
  const first = weigh(0)
  if (first < 10) return first
  const second = weigh(2)
  return second < 10 ? second : undefined
}

/**
 * Last day that a birth may have: 28 for February, because a leap year and the year of the 2090s with the same
 * last digit are not leap together.
 */
export function lastDay(month: number): number {
  return month === 2 ? 28 : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

export const isoDate = ({ year, month, day }: BirthDate) => `${year}-${pad(month, 2)}-${pad(day, 2)}`

/**
 * Ten national digits of an invented telephone number of Kazakhstan.
 *
 * No range of the country's plan is set aside for fiction. Code 761 is non-geographic; no mobile
 * operator is known to us there, and libphonenumber takes its numbers for valid. That is no guarantee.
 */
export function inventedPhone(random: Random): string {
  return `761${pad(random.below(1_000_000), 6)}${random.below(10)}`
}

/** The same number as people write it, in one of the usual forms. */
export function phoneForm(national: string, form: number): string {
  const [code, a, b, c] = [national.slice(0, 3), national.slice(3, 6), national.slice(6, 8), national.slice(8)]
  switch (form % 5) {
    case 0:
      return `+7 ${code} ${a} ${b} ${c}`
    case 1:
      return `8 (${code}) ${a}-${b}-${c}`
    case 2:
      return `+7${national}`
    case 3:
      return `8${national}`
    default:
      return `+7 (${code}) ${a} ${b}${c}`
  }
}

/** RFC 2606, section 3: nobody can have a mailbox there. */
export const MAIL_DOMAINS = ['example.com', 'example.org', 'example.net'] as const

/** Local part of an address from a name: `a.akhmetov`. */
export function mailName(given: string, surname: string): string {
  return `${latin(given)}.${latin(surname)}`
}

export const pad = (n: number, digits: number) => String(n).padStart(digits, '0')

/** Passport-like Latin letters; what has none (signs, spaces) falls out. */
function latin(name: string): string {
  let out = ''
  for (const letter of name.toLowerCase()) out += LATIN[letter] ?? (/[a-z]/.test(letter) ? letter : '')
  return out
}

const LATIN: Record<string, string> = Object.fromEntries(
  (
    'а:a ә:a б:b в:v г:g ғ:g д:d е:e ё:e ж:zh з:z и:i й:i к:k қ:k л:l м:m н:n ң:n о:o ө:o п:p р:r с:s т:t у:u ұ:u ' +
    'ү:u ф:f х:kh һ:h ц:ts ч:ch ш:sh щ:shch ъ: ы:y і:i ь: э:e ю:yu я:ya'
  )
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]),
)
