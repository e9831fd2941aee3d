import { describe, expect, it } from 'vitest'
import { Kind, valuesOf } from '../../../src/record/batch.ts'
import { daysFromCivil } from '../../../src/record/civil-days.ts'
import { parseDate } from '../../../src/transforms/dates.ts'
import { verb } from '../../../src/transforms/verbs/shift-date.ts'
import type { ShiftDateOptions } from '../../../src/transforms/verbs/shift-date.ts'
import { contextOf, numbers, rowsOf } from '../keyed-column.ts'

const dayOf = (text: string) => {
  const { year, month, day } = parseDate(text)!
  return daysFromCivil(year, month, day)
}

function run(
  options: ShiftDateOptions,
  texts: string[],
  subjects?: (string | undefined)[],
  records?: string[],
): string[] {
  return verb.bind(options, contextOf(verb, options))(valuesOf(texts), rowsOf(texts.length, subjects, records)).text
}

/** The shifts of 5000 subjects, in days. */
function shifts(options: ShiftDateOptions): number[] {
  const texts = new Array<string>(5000).fill('1990-06-15')
  return run(options, texts).map((text) => dayOf(text) - dayOf('1990-06-15'))
}

describe('shift-date', () => {
  it('moves all dates of a subject by the same days and those of others by other days', () => {
    const texts = ['1990-05-17', '2020-02-29', '01.03.2020 09:30', '2020-03-01', '2020-02-29']
    const moved = run({ days: 180 }, texts, ['a', 'a', 'a', 'b', 'a'])
    const by = moved.map((text, i) => dayOf(text) - dayOf(texts[i]!))
    expect(new Set([by[0], by[1], by[2], by[4]]).size).toBe(1)
    expect(by[3]).not.toBe(by[0])
  })

  it('moves them alike in every field and source, unless they have a domain of their own', () => {
    const request = verb.keys({ days: 180 })[0]
    expect(request?.domain).toBe('dates')
    expect(verb.keys({ days: 180, domain: 'visits' })[0]?.domain).toBe('visits')
  })

  it('keeps the written form, the time of day and the zone', () => {
    const texts = ['2020-02-01T10:20:30.5+05:00', '01.02.2020 9:05', '2020/02/01', '20200201', ' 2020-02-01 ']
    const shapes = [
      /^20\d\d-\d\d-\d\dT10:20:30\.5\+05:00$/,
      /^\d\d\.\d\d\.20\d\d 9:05$/,
      /^20\d\d\/\d\d\/\d\d$/,
      /^20\d{6}$/,
      /^20\d\d-\d\d-\d\d$/,
    ]
    run({ days: 90 }, texts).forEach((text, i) => expect(text).toMatch(shapes[i]!))
    const { text, kind } = verb.bind({ days: 90 }, contextOf(verb, { days: 90 }))(numbers('20200201'), rowsOf(1))
    expect(text[0]).toMatch(/^20\d{6}$/)
    expect(kind[0]).toBe(Kind.number)
  })

  it('draws every shift within its bounds about equally often, and never none', () => {
    const drawn = shifts({ days: 10 })
    const counts = new Map<number, number>()
    for (const shift of drawn) counts.set(shift, (counts.get(shift) ?? 0) + 1)
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([
      -10, -9, -8, -7, -6, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ])
    // 250 expected each; six standard deviations are 92
    for (const count of counts.values()) expect(Math.abs(count - 250)).toBeLessThan(92)
  })

  it('goes only where it is told', () => {
    expect(new Set(shifts({ days: 3, direction: 'past' }))).toEqual(new Set([-1, -2, -3]))
    expect(new Set(shifts({ days: 3, direction: 'future' }))).toEqual(new Set([1, 2, 3]))
  })

  it('keeps the weekday by whole weeks', () => {
    expect(new Set(shifts({ days: 20, keep: 'weekday' }))).toEqual(new Set([-14, -7, 7, 14]))
    expect(verb.check({ days: 6, keep: 'weekday' })).toHaveLength(1)
    expect(verb.check({ days: 7, keep: 'weekday' })).toEqual([])
  })

  it('by record hangs on the bytes of the record', () => {
    const dates = ['2020-01-01', '2020-01-01', '2020-01-01']
    const [a, b, c] = run({ days: 3000, by: 'record' }, dates, undefined, ['x', 'x', 'y'])
    expect(a).toBe(b)
    expect(a).not.toBe(c)
  })

  it('says what it needs', () => {
    expect(verb.needs({ days: 1 })).toBe('subject')
    expect(verb.needs({ days: 1, by: 'record' })).toBe('record')
  })

  it('refuses a record without a subject, what is no date, and dates that leave the calendar', () => {
    expect(() => run({ days: 9 }, ['2020-01-01', '2020-01-01'], ['a', undefined])).toThrow(
      expect.objectContaining({ index: 1 }),
    )
    expect(() => run({ days: 9 }, ['2020-01-01', 'soon'])).toThrow(
      expect.objectContaining({ index: 1, reason: expect.stringContaining('01.02.2020') }),
    )
    expect(() => run({ days: 9, direction: 'future' }, ['9999-12-31'])).toThrow(expect.objectContaining({ index: 0 }))
    expect(() => run({ days: 9, slash: 'mdy' }, ['31/12/2020'])).toThrow(
      expect.objectContaining({ reason: expect.stringContaining('01.02.2020') }),
    )
  })
})
