import { describe, expect, it } from 'vitest'
import { parseCalendar } from '../../../src/consent/requests/calendar.ts'
import { kazakhCalendar } from '../../../src/consent/requests/deadlines.ts'
import { dueAfter, isWorked } from '../../../src/consent/requests/working-days.ts'
import shipped from '../../../policies/calendar-kz.json' with { type: 'json' }

const KZ = kazakhCalendar()

/** All days of 2026 that are off and no Saturday or Sunday, as they were published for that year (inform.kz, 2 January 2026). */
const OFF_2026 = [
  ...['2026-01-01', '2026-01-02', '2026-01-07', '2026-03-09', '2026-03-23', '2026-03-24', '2026-03-25'],
  ...['2026-05-01', '2026-05-07', '2026-05-11', '2026-05-27', '2026-07-06', '2026-08-31', '2026-10-26', '2026-12-16'],
]

describe('the working days of Kazakhstan in 2026', () => {
  it('R45: are those that were published, moved holidays among them', () => {
    const off: string[] = []
    for (let t = Date.UTC(2026, 0, 1); t < Date.UTC(2027, 0, 1); t += 86_400_000) {
      const day = new Date(t).toISOString().slice(0, 10)
      const weekend = [0, 6].includes(new Date(t).getUTCDay())
      if (weekend) expect([day, isWorked(KZ, day)]).toEqual([day, false])
      else if (!isWorked(KZ, day)) off.push(day)
    }
    expect(off).toEqual(OFF_2026)
  })
})

describe('a term in working days', () => {
  it.each([
    // one working day after a Monday, a Friday, a Saturday
    ['2026-11-30T06:00:00Z', 1, '2026-12-01'],
    ['2026-12-04T06:00:00Z', 1, '2026-12-07'],
    ['2026-12-05T06:00:00Z', 1, '2026-12-07'],
    // Independence Day in between
    ['2026-12-15T06:00:00Z', 1, '2026-12-17'],
    // a holiday on Sunday takes Monday
    ['2026-03-06T06:00:00Z', 1, '2026-03-10'],
    // Saturday to Monday are holidays, so Tuesday and Wednesday are off
    ['2026-03-20T06:00:00Z', 1, '2026-03-26'],
    ['2026-11-30T06:00:00Z', 15, '2026-12-22'],
    // it is the next day in Almaty already
    ['2026-11-30T19:30:00Z', 1, '2026-12-02'],
  ])('R45: that arrived at %s ends %i working days later, on %s', (received, days, due) => {
    expect(dueAfter(KZ, new Date(received), days)).toEqual({ date: due, calendar: 'complete' })
  })

  it('says when a year was counted through that the calendar does not have', () => {
    expect(dueAfter(KZ, new Date('2027-12-30T06:00:00Z'), 15)).toMatchObject({ calendar: 'incomplete' })
    expect(dueAfter(KZ, new Date('2031-02-03T06:00:00Z'), 1)).toEqual({ date: '2031-02-04', calendar: 'incomplete' })
  })
})

describe('a calendar that one has edited', () => {
  const edited = (change: (calendar: typeof shipped) => unknown) => {
    const copy = structuredClone(shipped)
    const made = change(copy) ?? copy
    return () => parseCalendar(JSON.stringify(made), 'own.json')
  }

  it('counts a Saturday that is worked in exchange, and the day that is off for it', () => {
    const own = edited((c) => {
      c.years[2026] = { 'days-off': ['2026-05-27', '2026-12-18'], working: ['2026-12-19'] } as never
    })()
    expect(['2026-12-17', '2026-12-18', '2026-12-19', '2026-12-20'].map((day) => isWorked(own, day))).toEqual([
      ...[true, false, true, false],
    ])
  })

  it('leaves holidays on weekends where they are, if it says so', () => {
    const own = edited((c) => ({ ...c, 'holidays-on-weekends': 'stay' }))()
    expect(isWorked(own, '2026-03-09')).toBe(true)
    expect(isWorked(own, '2026-12-16')).toBe(false)
  })

  it.each([
    ['a date that does not exist', (c: typeof shipped) => ({ ...c, holidays: ['02-30'] }), 'holidays[0]'],
    [
      'a date of another year',
      (c: typeof shipped) => ({ ...c, years: { 2026: { 'days-off': ['2027-05-27'], working: [] } } }),
      'years.2026.days-off[0]',
    ],
    [
      '30 February of a year',
      (c: typeof shipped) => ({ ...c, years: { 2026: { 'days-off': ['2026-02-30'], working: [] } } }),
      'years.2026.days-off[0]',
    ],
    [
      'a day that is worked and off',
      (c: typeof shipped) => ({ ...c, years: { 2026: { 'days-off': ['2026-05-27'], working: ['2026-05-27'] } } }),
      'years.2026.working',
    ],
    ['a date twice', (c: typeof shipped) => ({ ...c, 'days-off': ['01-07', '01-07'] }), 'days-off[1]'],
    [
      'no day to work on',
      (c: typeof shipped) => ({
        ...c,
        weekend: ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'],
      }),
      'weekend',
    ],
    ['a zone that is none', (c: typeof shipped) => ({ ...c, zone: 'Asia/Nowhere' }), 'zone'],
    [
      'a year that is none',
      (c: typeof shipped) => ({ ...c, years: { next: { 'days-off': [], working: [] } } }),
      'years.next',
    ],
    ['a member that is not known', (c: typeof shipped) => ({ ...c, holydays: [] }), ''],
    ['a list that is missing', ({ holidays: _, ...c }: typeof shipped) => c, 'holidays'],
    [
      'another rule for moved days',
      (c: typeof shipped) => ({ ...c, 'holidays-on-weekends': 'monday' }),
      'holidays-on-weekends',
    ],
  ])('is refused with %s', (_, change, field) => {
    expect(edited(change)).toThrow(
      expect.objectContaining({ code: 'POLICY_INVALID', where: { part: 'own.json', field } }),
    )
  })

  it('is refused where it is no JSON', () => {
    expect(() => parseCalendar('{', 'own.json')).toThrow(expect.objectContaining({ code: 'POLICY_INVALID' }))
  })
})
