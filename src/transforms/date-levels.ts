import { civilFromDays, daysFromCivil } from '../record/civil-days.ts'
import { parseDate } from './dates.ts'
import type { SlashOrder, WrittenDate } from './dates.ts'

/** How coarse a date may become, finest first. */
export const DATE_LEVELS = ['hour', 'day', 'week', 'month', 'quarter', 'year', 'decade'] as const
export type DateLevel = (typeof DATE_LEVELS)[number]

/**
 * A written date at a coarser level: `1990-05-17T14`, `1990-05-17`, `1990-W20` (ISO 8601 week and its year), `1990-05`, `1990-Q2`,
 * `1990`, `1990s`. A text that is coarse already (`1990-05`, `1990`) may become coarser. The date is taken as it is written:
 * no time zone is applied. Undefined: no date, or one that says less than the level (an hour of a plain date).
 */
export function coarserDate(text: string, level: DateLevel, slash?: SlashOrder): string | undefined {
  const written = text.trim()
  const date = parseDate(written, slash)
  if (date) return ofDate(date, level)
  const partial = PARTIAL.exec(written)
  return partial ? ofPartial(partial[1]!, partial[2], partial[3], level) : undefined
}

const PARTIAL = /^(\d{4})(?:-(0[1-9]|1[0-2])|-Q([1-4]))?$/

function ofDate(date: WrittenDate, level: DateLevel): string | undefined {
  const year = String(date.year).padStart(4, '0')
  const month = two(date.month)
  switch (level) {
    case 'hour': {
      const hour = hourOf(date.time)
      return hour === undefined ? undefined : `${year}-${month}-${two(date.day)}T${two(hour)}`
    }
    case 'day':
      return `${year}-${month}-${two(date.day)}`
    case 'week':
      return isoWeek(date)
    default:
      return ofPartial(year, month, undefined, level)
  }
}

function ofPartial(
  year: string,
  month: string | undefined,
  quarter: string | undefined,
  level: DateLevel,
): string | undefined {
  if (level === 'year') return year
  if (level === 'decade') return `${year.slice(0, 3)}0s`
  if (level === 'quarter') {
    const number = quarter ?? (month === undefined ? undefined : Math.ceil(Number(month) / 3))
    return number === undefined ? undefined : `${year}-Q${number}`
  }
  return level === 'month' && month !== undefined ? `${year}-${month}` : undefined
}

/** ISO 8601: the week belongs to the year of its Thursday. */
function isoWeek({ year, month, day }: WrittenDate): string {
  const days = daysFromCivil(year, month, day)
  // Day 0, 1970-01-01, was a Thursday; Monday = 0.
  const weekday = (((days + 3) % 7) + 7) % 7
  const thursday = civilFromDays(days - weekday + 3)
  const week = Math.floor((days - weekday + 3 - daysFromCivil(thursday.year, 1, 1)) / 7) + 1
  return `${String(thursday.year).padStart(4, '0')}-W${two(week)}`
}

const HOUR = /^\D*(\d{1,2})(?::|\d{2})/
const HALF = /([AaPp])[Mm]/

function hourOf(time: string | undefined): number | undefined {
  const match = HOUR.exec(time ?? '')
  if (!match) return undefined
  const hour = Number(match[1])
  const half = HALF.exec(time!)
  if (!half) return hour < 24 ? hour : undefined
  return (hour % 12) + (half[1]!.toLowerCase() === 'p' ? 12 : 0)
}

function two(n: number): string {
  return String(n).padStart(2, '0')
}
