import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coarserDate, DATE_LEVELS } from '../../../src/transforms/date-levels.ts'
import { ValueFault } from '../../../src/transforms/verb.ts'
import { verb } from '../../../src/transforms/verbs/generalise.ts'
import { applyTo, applyToNumbers } from '../apply.ts'

describe('generalise to a level of the calendar', () => {
  it.each([
    // the six forms of the language
    ['1990-05-17', 'year', '1990'],
    ['1990-05-17', 'quarter', '1990-Q2'],
    ['1990-05-17', 'month', '1990-05'],
    ['1990-05-17', 'week', '1990-W20'],
    ['1990-05-17', 'decade', '1990s'],
    ['1990-05-17', 'day', '1990-05-17'],
    ['1990-05-17T14:20:00+05:00', 'hour', '1990-05-17T14'],
    // as dates are written in Kazakhstan
    ['17.05.1990', 'month', '1990-05'],
    ['7.5.1990', 'day', '1990-05-07'],
    ['17.05.1990 9:05', 'hour', '1990-05-17T09'],
    [' 17.05.1990 ', 'year', '1990'],
    ['19900517', 'quarter', '1990-Q2'],
    // the borders of quarters and decades
    ['1990-03-31', 'quarter', '1990-Q1'],
    ['1990-04-01', 'quarter', '1990-Q2'],
    ['1990-12-31', 'quarter', '1990-Q4'],
    ['1999-12-31', 'decade', '1990s'],
    ['2000-01-01', 'decade', '2000s'],
    // ISO 8601: the week's year is that of its Thursday
    ['2021-01-01', 'week', '2020-W53'],
    ['2021-01-04', 'week', '2021-W01'],
    ['2018-12-31', 'week', '2019-W01'],
    ['2020-02-29', 'week', '2020-W09'],
    ['1900-01-01', 'week', '1900-W01'],
    // the written day counts, whatever the zone; a clock of twelve hours
    ['1990-05-17T23:59:59-11:00', 'day', '1990-05-17'],
    ['17/05/1990 11:30 PM', 'hour', '1990-05-17T23'],
    ['17/05/1990 12:30 AM', 'hour', '1990-05-17T00'],
    // what is coarse already may become coarser
    ['1990', 'decade', '1990s'],
    ['1990', 'year', '1990'],
    ['1990-05', 'quarter', '1990-Q2'],
    ['1990-05', 'month', '1990-05'],
    ['1990-Q2', 'year', '1990'],
  ] as const)('%s to %s is %s', (text, to, expected) => {
    expect(applyTo(verb, { to }, [text])).toEqual([expected])
  })

  it.each([
    // no date at all, a day that no calendar has, a date that says less than the level
    ['soon', 'year'],
    ['1990-02-30', 'year'],
    ['1990-05-17', 'hour'],
    ['1990', 'month'],
    ['1990-05', 'day'],
    ['', 'year'],
    ['1990-05-17T24:00', 'hour'],
  ] as const)('row %# of the table is a fault', (text, to) => {
    expect(() => applyTo(verb, { to }, ['2020-01-01T10:00', text])).toThrow(ValueFault)
    expect(coarserDate(text, to)).toBeUndefined()
  })

  it('reads a JSON number as the text it is and writes a string', () => {
    const { text, kind } = applyToNumbers(verb, { to: 'year' }, ['19900517'])
    expect([text, [...kind]]).toEqual([['1990'], [1]])
  })

  it('reads the month first where the policy says so', () => {
    expect(applyTo(verb, { to: 'month', slash: 'mdy' }, ['5/17/1990'])).toEqual(['1990-05'])
    expect(verb.check({ hierarchy: 'h.csv', level: 1, slash: 'mdy' })).toHaveLength(1)
  })

  it('keeps dates in order', () => {
    const day = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(day, day, fc.constantFrom(...DATE_LEVELS.slice(1)), (a, b, level) => {
        const [early, late] = [a, b].map((d) => d.toISOString().slice(0, 10)).sort()
        expect(coarserDate(early!, level)! <= coarserDate(late!, level)!).toBe(true)
      }),
    )
  })
})

describe('generalise by a hierarchy', () => {
  const hierarchy = 'Алматы;Алматы облысы;*\nТалдықорған;Жетісу облысы;*\n"Семей; қаласы";Абай облысы;*\n'

  it.each([
    // level 0 is the leaf itself
    [0, ['Алматы', 'Талдықорған']],
    [1, ['Алматы облысы', 'Жетісу облысы']],
    [2, ['*', '*']],
  ])('level %i is that column', (level, expected) => {
    expect(applyTo(verb, { hierarchy: 'h.csv', level }, ['Алматы', ' Талдықорған'], { files: [hierarchy] })).toEqual(
      expected,
    )
  })

  it('reads quoted leaves, and commas where the first line has no semicolon', () => {
    const options = { hierarchy: 'h.csv', level: 1 }
    expect(applyTo(verb, options, ['Семей; қаласы'], { files: [hierarchy] })).toEqual(['Абай облысы'])
    expect(applyTo(verb, options, ['1'], { files: ['\ufeff1,0-4,*\r\n2,0-4,*\r\n'] })).toEqual(['0-4'])
  })

  it('finds a value without a leaf to be a fault at its place', () => {
    const run = () => applyTo(verb, { hierarchy: 'h.csv', level: 1 }, ['Алматы', 'Орал'], { files: [hierarchy] })
    expect(run).toThrow(expect.objectContaining({ index: 1, reason: 'the value is no leaf of the hierarchy' }))
  })

  it.each([
    // more levels asked for than there are; ragged; two values for a leaf; nothing
    ['a;b\nc;d\n', 2],
    ['a;b\nc\n', 1],
    ['a;b\na;c\n', 1],
    ['', 0],
  ])('file %# of the table is refused', (file, level) => {
    expect(() => applyTo(verb, { hierarchy: 'h.csv', level }, [], { files: [file] })).toThrow(
      expect.objectContaining({ code: 'POLICY_INVALID' }),
    )
  })
})

describe('the options of generalise', () => {
  it('are a level of the calendar, or a hierarchy with its level', () => {
    expect(verb.check({ to: 'year' })).toEqual([])
    expect(verb.check({ hierarchy: 'h.csv', level: 1 })).toEqual([])
    expect(verb.check({})).toHaveLength(1)
    expect(verb.check({ hierarchy: 'h.csv' })).toHaveLength(1)
    expect(verb.check({ to: 'year', level: 1 })).toHaveLength(1)
    expect(verb.check({ to: 'year', hierarchy: 'h.csv', level: 1 })).toHaveLength(1)
  })

  it('have a short form for the calendar only', () => {
    expect(verb.parseShort(['decade'])).toEqual({ to: 'decade' })
    expect(verb.parseShort(['century'])).toBeUndefined()
    expect(verb.parseShort([])).toBeUndefined()
  })
})
