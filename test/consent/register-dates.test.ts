import { describe, expect, it } from 'vitest'
import { instantOf, lastInstantOf, NEVER } from '../../src/consent/register-dates.ts'

describe('instants of a register', () => {
  it.each([
    ['2026-07-01T07:00:00Z', '2026-07-01T07:00:00Z'], // ISO, UTC
    ['2026-07-01T12:00:00+05:00', '2026-07-01T07:00:00Z'], // with an offset
    ['2026-07-01 12:00:00+05', '2026-07-01T07:00:00Z'], // PostgreSQL's text
    ['2026-07-01T12:00-0330', '2026-07-01T15:30:00Z'], // west of Greenwich
    ['2026-07-01', '2026-06-30T19:00:00Z'], // start of the day in Almaty
    ['01.07.2026', '2026-06-30T19:00:00Z'], // dotted
    ['2026-07-01T12:00', '2026-07-01T07:00:00Z'], // without a zone: Almaty
    ['01.07.2026 12:00:00', '2026-07-01T07:00:00Z'],
    ['2024-02-29', '2024-02-28T18:00:00Z'], // Almaty was at UTC+6 until March 2024
    ['2024-03-01', '2024-02-29T19:00:00Z'], // and at UTC+5 from then on
    [' 2026-07-01 ', '2026-06-30T19:00:00Z'],
    ['2026-07-01T07:00:00.999Z', '2026-07-01T07:00:00Z'], // fractions are cut off
    ['1969-12-31', '1970-01-01T00:00:00Z'], // before the epoch: its start
  ])('reads row %#', (cell, instant) => {
    expect(instantOf(cell)).toBe(Date.parse(instant) / 1000)
  })

  it.each([
    ['2026-07-01', '2026-07-01T18:59:59Z'], // the last second of the day in Almaty
    ['01.07.2026', '2026-07-01T18:59:59Z'],
    ['2024-02-29', '2024-02-29T17:59:59Z'], // the last day of UTC+6
    ['01.07.2026 12:00', '2026-07-01T07:00:00Z'], // with a time it is an instant
    ['2026-07-01T00:00:00Z', '2026-07-01T00:00:00Z'],
  ])('reads the last instant of row %#', (cell, instant) => {
    expect(lastInstantOf(cell)).toBe(Date.parse(instant) / 1000)
  })

  it('moves dates beyond 2106 to the last instant that is not "never"', () => {
    expect(instantOf('9999-12-31')).toBe(NEVER - 1)
  })

  it.each([
    ['01/02/2026'], // January or February
    ['2026-02-30'], // no such day
    ['2025-02-29'], // no leap year
    ['2026-13-01'],
    ['2026-07-01T24:00'],
    ['2026-07-01T10:60'],
    ['2026-7-1'],
    ['20260701'],
    ['1782889200'], // seconds or milliseconds
    ['tomorrow'],
    ['2026-07-01T10:00+15:00'], // no such zone
    ['0050-01-01'],
    ['２０２６-07-01'], // full-width digits
    [''],
  ])('does not read row %#', (cell) => {
    expect(instantOf(cell)).toBeUndefined()
  })

  it('agrees with the zone data of the platform at every month since 2005', () => {
    const zone = new Intl.DateTimeFormat('en-CA', {
      timeZone: 'Asia/Almaty',
      dateStyle: 'short',
      timeStyle: 'medium',
      hour12: false,
    })
    for (let month = 0; month < 12 * 25; month++) {
      const day = new Date(Date.UTC(2005, month, 1)).toISOString().slice(0, 10)
      expect(zone.format(instantOf(day)! * 1000)).toMatch(new RegExp(`^${day}, (00|24):00:00$`))
    }
  })
})
