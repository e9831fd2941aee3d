import { civilFromDays, daysFromCivil, daysInMonth } from '../record/civil-days.ts'

/** Written dates: read, moved by whole days, and written as they were. Proleptic Gregorian calendar, years 1 to 9999. */

export interface WrittenDate {
  year: number
  /** 1 … 12 */
  month: number
  /** 1 … 31 */
  day: number
  /** everything behind the date as written (`T10:20:00+05:00`, ` 09:30`); absent if nothing */
  time?: string
  /** `YYYY-MM-DD`, `D.M.YYYY`, …: order, separator and whether single digits have a zero in front */
  format: string
}

/** How `01/02/2020` is read: the day first, as in Kazakhstan, or the month. */
export type SlashOrder = 'dmy' | 'mdy'

/** What `parseDate` reads, for people who have another date. */
export const READ_DATES =
  'dates are read as 2020-02-01, 20200201, 01.02.2020, 1.2.2020 or 01/02/2020 (the day first; "slash: mdy" for the month)'

/**
 * Reads `2020-02-01`, `2020/02/01`, `2020.02.01`, `20200201`, `01.02.2020`, `1.2.2020`, `01-02-2020` or `01/02/2020`, with or
 * without a time of day and a zone behind it. Undefined: not such a text, or no day of the calendar.
 */
export function parseDate(text: string, slash: SlashOrder = 'dmy'): WrittenDate | undefined {
  const a = digitsFrom(text, 0)
  if (a === 8) return checked(number(text, 0, 4), number(text, 4, 2), number(text, 6, 2), 'YYYYMMDD', text, 8)
  if (a !== 4 && a !== 1 && a !== 2) return undefined
  const s = text[a]
  const b = digitsFrom(text, a + 1)
  const c = digitsFrom(text, a + b + 2)
  if ((s !== '-' && s !== '.' && s !== '/') || (b !== 1 && b !== 2) || text[a + b + 1] !== s) return undefined
  const first = number(text, 0, a)
  const second = number(text, a + 1, b)
  const third = number(text, a + b + 2, c)
  const end = a + b + c + 2
  if (a === 4) {
    if (c !== 1 && c !== 2) return undefined
    return checked(first, second, third, b + c < 4 ? `YYYY${s}M${s}D` : `YYYY${s}MM${s}DD`, text, end)
  }
  if (c !== 4) return undefined
  if (s === '/' && slash === 'mdy')
    return checked(third, first, second, a + b < 4 ? 'M/D/YYYY' : 'MM/DD/YYYY', text, end)
  return checked(third, second, first, a + b < 4 ? `D${s}M${s}YYYY` : `DD${s}MM${s}YYYY`, text, end)
}

/** Writes a date in its own format, the time of day behind it. */
export function formatDate({ year, month, day, time = '', format }: WrittenDate): string {
  const y = String(year).padStart(4, '0')
  if (format === 'YYYYMMDD') return `${y}${two(month)}${two(day)}${time}`
  const padded = format.includes('DD')
  const d = padded ? two(day) : String(day)
  const m = padded ? two(month) : String(month)
  if (format[0] === 'Y') return `${y}${format[4]}${m}${format[4]}${d}${time}`
  const s = format[padded ? 2 : 1]
  return format[0] === 'M' ? `${m}${s}${d}${s}${y}${time}` : `${d}${s}${m}${s}${y}${time}`
}

/** The date `days` later (or earlier), same format and time of day; undefined outside the years 1 to 9999. */
export function addDays(date: WrittenDate, days: number): WrittenDate | undefined {
  const moved = { ...date, ...civilFromDays(daysFromCivil(date.year, date.month, date.day) + days) }
  return moved.year >= 1 && moved.year <= 9999 ? moved : undefined
}

/** ISO 8601 times and the everyday ones: a `T`, a space or a comma, hours and minutes, perhaps seconds, AM or PM, a zone. */
const TIME =
  /^(?:[Tt]|,? )(?:[01]?\d|2[0-4]):?[0-5]\d(?::?(?:[0-5]\d|60)(?:[.,]\d{1,9})?)?(?: ?[AaPp][Mm])?(?: ?(?:[Zz]|UTC|GMT|[+-]\d{2}(?::?\d{2})?))?(?:\[[\w/+-]{1,40}\])?$/

function checked(
  year: number,
  month: number,
  day: number,
  format: string,
  text: string,
  end: number,
): WrittenDate | undefined {
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined
  if (end === text.length) return { year, month, day, format }
  const time = text.slice(end)
  return TIME.test(time) ? { year, month, day, time, format } : undefined
}

/** How many digits stand from `at` on, at most nine. */
function digitsFrom(text: string, at: number): number {
  let n = 0
  while (n < 9 && isDigit(text.charCodeAt(at + n))) n++
  return n
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

function number(text: string, at: number, length: number): number {
  let n = 0
  for (let i = at; i < at + length; i++) n = n * 10 + text.charCodeAt(i) - 0x30
  return n
}

function two(n: number): string {
  return n < 10 ? `0${n}` : String(n)
}
