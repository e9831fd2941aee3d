import { describe, expect, it } from 'vitest'
import { hierarchyByValues } from '../../../src/plan/anonymity/hierarchy-by-values.ts'
import { rowOf } from '../../anonymity/hierarchies/row-of.ts'

const count = (n: number, value: (i: number) => string) => Array.from({ length: n }, (_, i) => value(i))

describe('a field without a hierarchy gets', () => {
  it.each<[string, string[], string, string[]]>([
    // what the values are, values (the row of the first is shown), how it is made, its row
    [
      'fives, tens and twenties of ages',
      count(73, (i) => `${18 + i}`),
      'intervals',
      ['18', '15-19', '10-19', '0-19', '0-39', '*'],
    ],
    ['pairs of a few numbers', ['3', '0', '1', '2', '6'], 'intervals', ['3', '2-3', '0-3', '*']],
    [
      'the same of years',
      count(70, (i) => `${1950 + i}`),
      'intervals',
      ['1950', '1950-1954', '1950-1959', '1940-1959', '1920-1959', '*'],
    ],
    ['only intervals that bring some together', ['19', '20', '37', '64'], 'intervals', ['19', '0-19', '0-39', '*']],
    // the border stays where readers look for it: 39.50 is in 0-99, as with bucket
    [
      'intervals of money with decimals',
      count(100, (i) => `${i * 50}.50`),
      'intervals',
      ['0.50', '0-99', '0-199', '0-399', '0-799', '0-1599', '0-3199', '*'],
    ],
    [
      'decimal intervals of shares',
      count(99, (i) => `0.${String(i + 1).padStart(2, '0')}`),
      'intervals',
      ['0.01', '0.00-0.05', '0.0-0.1', '0.0-0.2', '0.0-0.4', '0.0-0.8', '*'],
    ],
    [
      'months to decades of dates',
      ['1990-05-17', '1990-05-18', '1990-06-01', '1990-08-01', '1991-01-01', '2003-01-01'],
      'dates',
      ['1990-05-17', '1990-05', '1990-Q2', '1990', '1990s', '*'],
    ],
    [
      'hours and days of times',
      ['1990-05-17T10:05', '1990-05-17T10:20', '1990-05-17T12:00', '1990-05-18T12:00'],
      'dates',
      ['1990-05-17T10:05', '1990-05-17T10', '1990-05-17', '*'],
    ],
    ['months of dates without separators', ['19900517', '19900518', '19910601'], 'dates', ['19900517', '1990-05', '*']],
    [
      'the beginnings of postcodes',
      ['050010', '050012', '051000', '160000'],
      'prefix',
      ['050010', '05001*', '05****', '*'],
    ],
    [
      'districts and regions of KATO codes',
      ['193630100', '193640100', '196200000', '710000000'],
      'regions',
      ['193630100', '1936*****', 'Almaty Region', '*'],
    ],
    [
      'regions of cities',
      ['Балхаш', 'Караганда', 'Шымкент', 'Тараз'],
      'regions',
      ['Балхаш', 'Карагандинская область', 'Центр Казахстана', '*'],
    ],
    ['regions of countries', ['Казахстан', 'Узбекистан', 'США'], 'regions', ['Казахстан', 'Центральная Азия', '*']],
    // nothing is known of these, so one step loses everything
    ['nothing for words', ['nurse', 'doctor'], 'values', ['nurse', '*']],
    ['nothing for codes that may be something else', ['CA', 'AL', 'GA'], 'values', ['CA', '*']],
    ['nothing for places of which one is unknown', ['Алматы', 'Ыыы'], 'values', ['Алматы', '*']],
    ['nothing for two numbers', ['0', '1'], 'values', ['0', '*']],
    ['nothing where numbers and words are mixed', ['17', '18', 'unknown'], 'values', ['17', '*']],
    ['nothing where there is no value', [], 'values', ['', '*']],
  ])('%s', (_, texts, made, row) => {
    const found = hierarchyByValues(texts.toSorted())
    expect(found.made).toBe(made)
    expect(rowOf(found.hierarchy, row[0]!)).toEqual(row)
  })

  it('intervals that a few values far outside do not widen', () => {
    const { hierarchy } = hierarchyByValues([...count(100, (i) => `${i * 1000}`), '1000000000'])
    expect(rowOf(hierarchy, '7000').slice(0, 5)).toEqual(['7000', '5000-9999', '0-9999', '0-49999', '0-99999'])
    expect(hierarchy.levels.length).toBeLessThan(14)
  })

  it('the same in whatever order the values are numbered later', () => {
    const texts = count(50, (i) => `${i * 7}`)
    const one = hierarchyByValues(texts.toSorted()).hierarchy
    const other = hierarchyByValues(texts.toReversed().toSorted()).hierarchy
    expect(one.levels).toEqual(other.levels)
  })
})
