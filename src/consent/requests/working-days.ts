import type { Calendar } from './calendar.ts'

/** A day by which something is due. */
export interface Due {
  /** `2026-12-01`, in the calendar's zone; the last day on which it is in time */
  date: string
  /** `complete`: the calendar has every year that was counted through; else days off of a year are not known */
  calendar: 'complete' | 'incomplete'
}

/** The n-th working day after the day on which something arrived. */
export function dueAfter(calendar: Calendar, received: Date, workingDays: number): Due {
  let day = dayIn(calendar.zone, received)
  let complete = calendar.years.has(yearOf(day))
  for (let left = workingDays; left > 0;) {
    day = next(day)
    if (!calendar.years.has(yearOf(day))) complete = false
    if (isWorked(calendar, day)) left--
  }
  return { date: day, calendar: complete ? 'complete' : 'incomplete' }
}

/** Is a day of the calendar, as `2026-12-16`, a working day? */
export function isWorked(calendar: Calendar, day: string): boolean {
  return isOrdinary(calendar, day) && !takenByHolidays(calendar, day)
}

/** But for holidays that moved to it. */
function isOrdinary({ weekend, holidays, daysOff, years }: Calendar, day: string): boolean {
  const own = years.get(yearOf(day))
  if (own?.working.has(day)) return true
  const yearly = day.slice(5)
  return !(own?.daysOff.has(day) || weekend.has(weekday(day)) || holidays.has(yearly) || daysOff.has(yearly))
}

/**
 * A holiday on a weekend takes the next working day; several in a row take several: on a Saturday and a Sunday before a
 * holiday on Monday, they take Tuesday and Wednesday.
 */
function takenByHolidays(calendar: Calendar, day: string): boolean {
  let first = day
  // As far back as a holiday can move: longer rows of days off are in no calendar.
  for (let back = 0; back < REACH; back++) first = previous(first)
  let waiting = 0
  for (let at = first; ; at = next(at)) {
    if (calendar.holidays.has(at.slice(5)) && calendar.weekend.has(weekday(at))) waiting++
    const free = isOrdinary(calendar, at)
    if (at === day) return free && waiting > 0
    if (free && waiting > 0) waiting--
  }
}

const REACH = 21

function dayIn(zone: string, time: Date): string {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
    .formatToParts(time)
    .map(({ type, value }) => [type, value])
  const { year, month, day } = Object.fromEntries(parts) as Record<string, string>
  return `${year}-${month}-${day}`
}

const yearOf = (day: string) => Number(day.slice(0, 4))
const weekday = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay()
const next = (day: string) => shifted(day, 1)
const previous = (day: string) => shifted(day, -1)

function shifted(day: string, by: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10)
}
