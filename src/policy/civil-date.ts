/**
 * Has the thing that this date ends (`until`, `retain-until`) ended? A date ends it at the start of that day in
 * Asia/Almaty (UTC+5 since 1 March 2024, UTC+6 before): the restrictive reading, as in a register of consents.
 */
export function isOver(date: string, asOf: Date): boolean {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number]
  const utc = Date.UTC(year, month - 1, day)
  return utc - (utc < UNIFIED ? 6 : 5) * 3_600_000 <= asOf.getTime()
}

const UNIFIED = Date.UTC(2024, 2, 1)

/** Whole days from one date of the calendar to the day of a moment, in UTC; negative when the date is later. */
export function daysSince(date: string, asOf: Date): number {
  return Math.floor((asOf.getTime() - Date.parse(`${date}T00:00:00Z`)) / 86_400_000)
}
