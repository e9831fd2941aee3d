/** Written dates: numbers, and months in Kazakh, Russian and English. */
import { late, nearDigits, type LateExpression } from './boundary.ts'
import { isDayMonth } from './checks.ts'

const MONTH_STEMS = [
  ['jan', 'янв', 'қаңтар'],
  ['feb', 'фев', 'ақпан'],
  ['mar', 'мар', 'наурыз'],
  ['apr', 'апр', 'сәуір'],
  ['may', 'мая', 'мамыр'],
  ['jun', 'июн', 'маусым'],
  ['jul', 'июл', 'шілде'],
  ['aug', 'авг', 'тамыз'],
  ['sep', 'сен', 'қыркүйек'],
  ['oct', 'окт', 'қазан'],
  ['nov', 'ноя', 'қараша'],
  ['dec', 'дек', 'желтоқсан'],
]
const MONTH_WORD =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|январ[ья]|феврал[ья]|марта?|апрел[ья]|ма[йя]|июн[ья]|июл[ья]|августа?|сентябр[ья]|октябр[ья]|ноябр[ья]|декабр[ья]|қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан)'

/** `2024-05-01`, `01.05.2024`, `5/1/24`, `20240501` is not one (too many numbers are). */
export const NUMERIC_DATE = nearDigits(
  () =>
    /(?<![\p{L}\p{N}]|\p{N}[./-])(?:\d{4}-\d{1,2}-\d{1,2}|\d{4}[./]\d{1,2}[./]\d{1,2}|\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2}\/\d{1,2}\/(?:\d{4}|\d{2})|\d{1,2}-\d{1,2}-\d{4})(?!(?!T\d{2}:)[\p{L}\p{N}]|[./-]\p{N})/gu,
  1,
  2,
  4,
)

/** `1 мая 2024`, `2024 жылғы 1 мамыр`, `May 1, 2024`, `1 May 2024`. */
export const WRITTEN_DATE: LateExpression = {
  // a year of four digits, in every form
  runs: () => 1 << 4,
  ...late(
    () =>
      new RegExp(
        `(?<![\\p{L}\\p{N}])(?:\\d{1,2}(?:st|nd|rd|th)? (?:of )?${MONTH_WORD}\\.?,? \\d{4}|${MONTH_WORD}\\.? \\d{1,2}(?:st|nd|rd|th)?,? \\d{4}|\\d{4} (?:жылғы|жылдың|жылы) \\d{1,2} ${MONTH_WORD})(?![\\p{L}\\p{N}])`,
        'giu',
      ),
  ),
}

/** Whether the parts name a day of the calendar, in any of the usual orders, between 1850 and 2150. */
export function isDate(match: string): boolean {
  const numbers = numbersIn(match)
  if (numbers.length === 2) {
    const month = monthOf(match.toLowerCase())
    const [a, b] = numbers as [number, number]
    return month > 0 && (exists(a, month, b) || exists(b, month, a))
  }
  const [a, b, c] = numbers as [number, number, number]
  if (a > 31) return exists(c, b, a)
  const year = c < 100 && !/\d{4}/.test(match) ? 2000 + c : c
  return exists(a, b, year) || exists(b, a, year)
}

/** The runs of digits as numbers, in order. */
function numbersIn(text: string): number[] {
  const numbers: number[] = []
  let inside = false
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48
    const isDigit = digit >= 0 && digit <= 9
    if (isDigit && inside) numbers[numbers.length - 1] = 10 * numbers[numbers.length - 1]! + digit
    else if (isDigit) numbers.push(digit)
    inside = isDigit
  }
  return numbers
}

function exists(day: number, month: number, year: number): boolean {
  return year >= 1850 && year <= 2150 && isDayMonth(day, month, year)
}

function monthOf(text: string): number {
  const word = /\p{L}{3,}/gu
  for (const [w] of text.matchAll(word)) {
    if (w.startsWith('жыл')) continue
    const found = MONTH_STEMS.findIndex((stems) => stems.some((stem) => w.startsWith(stem)))
    if (found >= 0) return found + 1
    if (w === 'май') return 5
  }
  return 0
}
