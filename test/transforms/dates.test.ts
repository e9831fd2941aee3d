import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, formatDate, parseDate } from '../../src/transforms/dates.ts'
import { civilFromDays, daysFromCivil, daysInMonth } from '../../src/record/civil-days.ts'

describe('written dates', () => {
  it.each([
    // ISO 8601 and its everyday kin, year first
    ['2020-02-01', 2020, 2, 1, 'YYYY-MM-DD', undefined],
    ['2020-2-1', 2020, 2, 1, 'YYYY-M-D', undefined],
    ['2020/02/01', 2020, 2, 1, 'YYYY/MM/DD', undefined],
    ['2020.02.01', 2020, 2, 1, 'YYYY.MM.DD', undefined],
    ['20200201', 2020, 2, 1, 'YYYYMMDD', undefined],
    ['0001-01-01', 1, 1, 1, 'YYYY-MM-DD', undefined],
    // day first, as in Kazakhstan and Russia
    ['01.02.2020', 2020, 2, 1, 'DD.MM.YYYY', undefined],
    ['1.2.2020', 2020, 2, 1, 'D.M.YYYY', undefined],
    ['01-02-2020', 2020, 2, 1, 'DD-MM-YYYY', undefined],
    ['01/02/2020', 2020, 2, 1, 'DD/MM/YYYY', undefined],
    // a leap day, and one of a century that has it
    ['29.02.2024', 2024, 2, 29, 'DD.MM.YYYY', undefined],
    ['2000-02-29', 2000, 2, 29, 'YYYY-MM-DD', undefined],
    // times of day and zones, kept as they are
    ['2020-02-01T10:20:30Z', 2020, 2, 1, 'YYYY-MM-DD', 'T10:20:30Z'],
    ['2020-02-01T10:20:30.123456+05:00', 2020, 2, 1, 'YYYY-MM-DD', 'T10:20:30.123456+05:00'],
    ['2020-02-01 10:20', 2020, 2, 1, 'YYYY-MM-DD', ' 10:20'],
    ['2020-02-01T10:20:30+05:00[Asia/Almaty]', 2020, 2, 1, 'YYYY-MM-DD', 'T10:20:30+05:00[Asia/Almaty]'],
    ['20200201T102030Z', 2020, 2, 1, 'YYYYMMDD', 'T102030Z'],
    ['01.02.2020 9:05', 2020, 2, 1, 'DD.MM.YYYY', ' 9:05'],
    ['01.02.2020, 09:05:00', 2020, 2, 1, 'DD.MM.YYYY', ', 09:05:00'],
    ['01/02/2020 11:30 PM', 2020, 2, 1, 'DD/MM/YYYY', ' 11:30 PM'],
  ])('example %# is read, and written as it was', (text, year, month, day, format, time) => {
    const date = parseDate(text)
    expect(date).toEqual({ year, month, day, format, ...(time !== undefined && { time }) })
    expect(formatDate(date!)).toBe(text)
  })

  it('with slashes are read month first where they are written so', () => {
    expect(parseDate('12/31/2020', 'mdy')).toEqual({ year: 2020, month: 12, day: 31, format: 'MM/DD/YYYY' })
    expect(formatDate(parseDate('1/2/2020', 'mdy')!)).toBe('1/2/2020')
    expect(parseDate('12/31/2020')).toBeUndefined()
    expect(parseDate('31.12.2020', 'mdy')).toMatchObject({ month: 12, day: 31 })
  })

  it.each([
    // no day of the calendar
    '2021-02-29',
    '1900-02-29',
    '2020-04-31',
    '2020-13-01',
    '2020-00-10',
    '2020-01-00',
    '0000-01-01',
    '20201301',
    // not all of a date, or more than one thing
    '',
    '2020',
    '2020-02',
    '01.02',
    '01.02.20',
    '1-2-3',
    '2020-02/01',
    '2020-02-',
    '-2020-02-01',
    '2020-02-011',
    '02020-01-01',
    // something behind it that is no time of day
    '2020-02-01x',
    '2020-02-01 25:00',
    '2020-02-01 10:60',
    '2020-02-01T',
    '2020-02-01 ',
    '2020-02-01 noon',
    // numbers
    '1580515200',
    '202002',
    '43862',
    '12.5',
    'date',
  ])('example %# is none', (text) => {
    expect(parseDate(text)).toBeUndefined()
  })

  it('move by days over months, leap days and the borders of years', () => {
    const moved = (text: string, days: number) => {
      const date = addDays(parseDate(text)!, days)
      return date && formatDate(date)
    }
    expect(moved('28.02.2024', 1)).toBe('29.02.2024')
    expect(moved('28.02.2023', 1)).toBe('01.03.2023')
    expect(moved('2020-12-31T23:59:59+05:00', 1)).toBe('2021-01-01T23:59:59+05:00')
    expect(moved('2020-03-01', -366)).toBe('2019-03-01')
    expect(moved('9.1.2020', 1)).toBe('10.1.2020')
    expect(moved('0001-01-01', -1)).toBeUndefined()
    expect(moved('9999-12-31', 1)).toBeUndefined()
  })
})

describe('civil days', () => {
  const calendarDay = fc.integer({ min: -719_162, max: 2_932_896 })

  it('count as the calendar of the language counts, from the year 1 to 9999', () => {
    fc.assert(
      fc.property(calendarDay, (days) => {
        const date = new Date(days * 86_400_000)
        const expected = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
        expect(civilFromDays(days)).toEqual(expected)
        expect(daysFromCivil(expected.year, expected.month, expected.day)).toBe(days)
      }),
      { numRuns: 2000 },
    )
  })

  it('know the length of every month', () => {
    for (const year of [1900, 2000, 2023, 2024])
      for (let month = 1; month <= 12; month++)
        expect(daysInMonth(year, month)).toBe(new Date(Date.UTC(year, month, 0)).getUTCDate())
  })
})
