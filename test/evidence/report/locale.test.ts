import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LANGUAGES, localeOf } from '../../../src/evidence/report/locale.ts'

const [kk, ru, en] = [localeOf('kk'), localeOf('ru'), localeOf('en')]
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

describe('a locale', () => {
  it('writes numbers in groups of three', () => {
    expect([en, ru, kk].map((l) => plain(l.number(1234567)))).toEqual(['1,234,567', '1 234 567', '1 234 567'])
    expect([en, ru].map((l) => plain(l.number(1234.5)))).toEqual(['1,234.5', '1 234,5'])
  })

  it.each([
    [0, '0%'],
    [0.0004, '< 0.1%'],
    [0.001, '0.1%'],
    [0.0123, '1.2%'],
    [0.613745, '61%'],
    [0.9995, '> 99.9%'],
    [1, '100%'],
  ])(
    'writes the share %d so that what is not nothing does not look like nothing, nor what is not all like all',
    (n, text) => {
      expect(plain(en.share(n))).toBe(text)
    },
  )

  it('writes bytes and dates', () => {
    expect([en, ru].map((l) => plain(l.bytes(1_799_633)))).toEqual(['1.8 MB', '1,8 МБ'])
    expect([999, 1000, 999_499, 999_500].map((n) => plain(en.bytes(n)))).toEqual(['999 B', '1 kB', '999 kB', '1 MB'])
    expect([en, ru, kk].map((l) => plain(l.minute('2026-11-09T08:05:59Z')))).toEqual([
      '9 November 2026, 08:05 UTC',
      '9 ноября 2026 г., 08:05 UTC',
      '2026 ж. 9 қараша, 08:05 UTC',
    ])
  })

  it('has the plural rules of the languages', () => {
    for (const language of LANGUAGES) {
      const rules = new Intl.PluralRules(language)
      const own = localeOf(language)
      fc.assert(fc.property(fc.nat(), (n) => own.plural(n) === rules.select(n)))
    }
  })

  it('names the months as the languages do', () => {
    for (let month = 0; month < 12; month++)
      for (const language of ['en', 'ru', 'kk'] as const) {
        const date = new Date(Date.UTC(2026, month, 9))
        const name = new Intl.DateTimeFormat(language, { month: 'long', day: 'numeric', timeZone: 'UTC' })
          .formatToParts(date)
          .find(({ type }) => type === 'month')!.value
        expect(localeOf(language).day(date.toISOString())).toContain(name)
      }
  })
})
