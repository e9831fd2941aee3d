import { isCivilDate } from '../../record/civil-date.ts'
import { PerdeError } from '../../errors.ts'

/** Which days are worked in a country. A file that one can edit: `policies/calendar-kz.json`. */
export interface Calendar {
  /** the zone whose days are counted, such as Asia/Almaty */
  zone: string
  /** days of the week that are not worked: 0 is Sunday */
  weekend: ReadonlySet<number>
  /** `MM-DD`, every year; one on a weekend takes the next working day besides */
  holidays: ReadonlySet<string>
  /** `MM-DD`, every year; these do not move */
  daysOff: ReadonlySet<string>
  /** what is so in one year only; a year that is not here is not known in full */
  years: ReadonlyMap<number, { daysOff: ReadonlySet<string>; working: ReadonlySet<string> }>
}

/** Reads a calendar. Throws POLICY_INVALID with the place of what is wrong. */
export function parseCalendar(text: string, shown: string): Calendar {
  const fail = (field: string, message: string): never => {
    throw new PerdeError('POLICY_INVALID', `the calendar of working days is wrong: ${message}`, {
      where: { part: shown, field },
      hints: ['policies/calendar-kz.json shows the form'],
    })
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    fail('', 'it is no JSON')
  }
  const top = members(value, TOP, (field, message) => fail(field, message))
  const zone = top['zone']
  if (typeof zone !== 'string' || !isZone(zone)) return fail('zone', 'the zone is none, such as Asia/Almaty')
  if (top['holidays-on-weekends'] !== 'next-working-day' && top['holidays-on-weekends'] !== 'stay')
    return fail('holidays-on-weekends', 'it is next-working-day or stay')
  const list = (field: string, given: unknown, isOne: (text: string) => boolean, what: string): Set<string> => {
    if (!Array.isArray(given)) return fail(field, 'it is no list')
    given.forEach((day, i) => {
      if (typeof day !== 'string' || !isOne(day)) fail(`${field}[${i}]`, `it is no ${what}`)
      if (given.indexOf(day) !== i) fail(`${field}[${i}]`, 'it stands there twice')
    })
    return new Set(given as string[])
  }
  const weekend = list('weekend', top['weekend'], (day) => WEEK.includes(day), 'day of the week')
  if (weekend.size > 6) return fail('weekend', 'no day of the week is left to work on')
  const years: [number, { daysOff: Set<string>; working: Set<string> }][] = []
  for (const [year, of] of Object.entries(
    members(top['years'], undefined, (f, m) => fail(`years${f && `.${f}`}`, m)),
  )) {
    const at = `years.${year}`
    if (!/^[12][0-9]{3}$/.test(year)) return fail(at, 'it is no year')
    const own = members(of, YEAR, (field, message) => fail(field === '' ? at : `${at}.${field}`, message))
    const isDay = (day: string) => isCivilDate(day) && day.startsWith(`${year}-`)
    const daysOff = list(`${at}.days-off`, own['days-off'], isDay, 'date of that year, such as 2026-05-27')
    const working = list(`${at}.working`, own['working'], isDay, 'date of that year, such as 2026-05-30')
    for (const day of working) if (daysOff.has(day)) fail(`${at}.working`, 'a day is worked and off')
    years.push([Number(year), { daysOff, working }])
  }
  const isYearly = (day: string) => /^[0-9]{2}-[0-9]{2}$/.test(day) && isCivilDate(`2024-${day}`)
  const holidays = list('holidays', top['holidays'], isYearly, 'day of every year, such as 03-08')
  const fixed = list('days-off', top['days-off'], isYearly, 'day of every year, such as 01-07')
  const moves = top['holidays-on-weekends'] === 'next-working-day'
  return {
    zone,
    weekend: new Set([...weekend].map((day) => WEEK.indexOf(day))),
    holidays: moves ? holidays : new Set<string>(),
    daysOff: moves ? fixed : new Set([...fixed, ...holidays]),
    years: new Map(years),
  }
}

const TOP = ['calendar', 'zone', 'source', 'weekend', 'holidays', 'holidays-on-weekends', 'days-off', 'years']
const YEAR = ['days-off', 'working']
const WEEK = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

/** The members of an object, no others than those named; undefined: any. */
function members(
  value: unknown,
  named: readonly string[] | undefined,
  fail: (field: string, message: string) => never,
): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail('', 'it is no object')
  for (const name of Object.keys(value))
    if (named?.includes(name) === false) fail('', 'it has a member that is not known')
  for (const name of named ?? []) if (!Object.hasOwn(value, name)) fail(name, 'it is missing')
  return value as Record<string, unknown>
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}
