import { daysInMonth } from '../record/civil-date.ts'

/** A number of days, weeks, months or years, as ISO 8601 writes it: P90D, P12W, P6M, P1Y. */
export const DURATION = '^P([1-9][0-9]{0,3}[DWM]|[1-9][0-9]?Y)$'

/**
 * The date of the calendar that a duration from a moment ends with, in UTC: YYYY-MM-DD. A month that has no such day ends
 * with its last one.
 */
export function endOf(from: Date, duration: string): string {
  const count = Number(duration.slice(1, -1))
  const unit = duration.slice(-1)
  const [year, month, day] = [from.getUTCFullYear(), from.getUTCMonth(), from.getUTCDate()]
  if (unit === 'D' || unit === 'W') return text(Date.UTC(year, month, day + count * (unit === 'W' ? 7 : 1)))
  const months = month + count * (unit === 'Y' ? 12 : 1)
  return text(Date.UTC(year, months, Math.min(day, daysInMonth(year, months + 1))))
}

function text(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}
