import { describe, expect, it } from 'vitest'
import { regionHierarchy } from '../../../src/anonymity/hierarchies/regions.ts'
import { rowOf } from './row-of.ts'

describe('a hierarchy of regions', () => {
  it('puts all spellings of a place together', () => {
    const h = regionHierarchy(['Алматы', 'Almaty', 'г. Алматы', '750000000', 'Шымкент', 'Астана'], 'kz', 'kk')
    for (const text of ['Алматы', 'Almaty', 'г. Алматы', '750000000'])
      expect(rowOf(h, text)).toEqual([text, 'Алматы', 'Қазақстанның оңтүстігі', '*'])
  })

  it('has the districts of codes', () => {
    const h = regionHierarchy(
      ['193630100', '193630200', '193640100', '196200000', '610000000', '710000000'],
      'kz',
      'en',
    )
    expect(rowOf(h, '193630100')).toEqual([
      '193630100',
      '193630***',
      '1936*****',
      'Almaty Region',
      'South of Kazakhstan',
      '*',
    ])
  })

  it('leaves out levels that bring nothing together', () => {
    expect(rowOf(regionHierarchy(['KZ', 'UZ', 'JP'], 'world', 'en'), 'KZ')).toEqual(['KZ', 'Central Asia', '*'])
    expect(rowOf(regionHierarchy(['KZ'], 'world', 'en'), 'KZ')).toEqual(['KZ', '*'])
  })

  it('speaks the language in which most of the values are written', () => {
    const above = (texts: string[]) => rowOf(regionHierarchy(texts, 'world'), texts[0]!)[1]
    expect(above(['Казахстан', 'Узбекистан', 'Germany'])).toBe('Центральная Азия')
    expect(above(['Қазақстан', 'Өзбекстан', 'Германия'])).toBe('Орталық Азия')
    expect(above(['Kazakhstan', 'Uzbekistan', 'Германия'])).toBe('Central Asia')
    expect(above(['KZ', 'UZ', 'DE'])).toBe('Central Asia')
  })

  it('counts what is no known place, and names none of it', () => {
    expect(() => regionHierarchy(['Алматы', 'Алмаата-1', 'Абай'], 'kz')).toThrow(
      expect.objectContaining({
        code: 'POLICY_INVALID',
        message: '2 of 3 different values are no place in Kazakhstan that is known',
        facts: { wrong: 2, of: 3 },
      }),
    )
    expect(() => regionHierarchy(['Atlantis'], 'world')).toThrow('1 of 1 different values is no country that is known')
  })
})
