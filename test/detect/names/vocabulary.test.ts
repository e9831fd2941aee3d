import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { englishKey, makeFilter, readFilter, stemKey } from '../../../src/detect/names/word-filter.ts'
import {
  isEnglishProper,
  isEnglishWord,
  isLatinGiven,
  isLatinSurname,
  Part,
  russianParts,
} from '../../../src/detect/names/vocabulary.ts'

describe('a filter of words', () => {
  it.each([8, 12] as const)('of %i bits has every word it was made of', (width) => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1, maxLength: 12 }), { maxLength: 200 }), (words) => {
        const filter = readFilter(makeFilter(words, width))
        return words.every((w) => filter.has(w))
      }),
      { numRuns: 30 },
    )
  })

  it('has few words that it was not made of', () => {
    const words = Array.from({ length: 3000 }, (_, i) => `word${i}`)
    const others = Array.from({ length: 20_000 }, (_, i) => `other${i}`)
    const share = (width: 8 | 12): number => {
      const filter = readFilter(makeFilter(words, width))
      return others.filter((w) => filter.has(w)).length / others.length
    }
    expect(share(8)).toBeLessThan(1 / 128)
    expect(share(12)).toBeLessThan(1 / 1024)
  })

  it('takes a word twice', () => {
    expect(readFilter(makeFilter(['a', 'a', 'b'], 8)).has('a')).toBe(true)
  })
})

describe('the key of a word', () => {
  it('is one for all forms', () => {
    expect(
      new Set(['больница', 'больницы', 'больнице', 'больницу', 'больницами'].map((w) => stemKey(w, 'noun'))).size,
    ).toBe(1)
    expect(new Set(['walk', 'walks', 'walked', 'walking'].map(englishKey)).size).toBe(1)
  })

  it('leaves two letters', () => {
    expect(stemKey('ум', 'noun')).toBe('Nум')
    expect(stemKey('я', 'noun')).toBe('Nя')
  })
})

describe('the dictionary of Russian', () => {
  it.each([
    ['больницами', Part.noun],
    ['городскому', Part.adjective],
    ['подписывает', Part.verb],
    ['работающими', Part.adjective],
    // longer than what the table holds
    ['достопримечательность', Part.noun],
    // offices and inhabitants are made of words
    ['госзакупками', Part.noun],
    ['шанхайцы', Part.noun],
    ['бизнес-инкубатор', Part.noun],
  ])('knows the form in row %#', (word, part) => {
    expect(russianParts(word) & part).toBe(part)
  })

  it.each(['мураками', 'хабибуллин', 'тлеубаева', 'макгрегор', 'назарбаевым', 'келлер'])(
    'does not know the surname in row %#',
    (word) => {
      expect(russianParts(word)).toBe(0)
    },
  )

  it('is not asked about Kazakh and Latin words', () => {
    expect(russianParts('қала')).toBe(0)
    expect(russianParts('city')).toBe(0)
  })
})

describe('the dictionaries for Latin letters', () => {
  it('know words, proper nouns and names of many languages', () => {
    expect(['walking', 'cities', 'green'].every(isEnglishWord)).toBe(true)
    expect(['berkshire', 'toyota'].every(isEnglishProper)).toBe(true)
    expect(['katarzyna', 'giuseppe', 'ayse'].every(isLatinGiven)).toBe(true)
    expect(['kowalski', 'rossi', 'novak'].every(isLatinSurname)).toBe(true)
    expect(['kowalski', 'giuseppe'].some(isEnglishWord)).toBe(false)
  })
})
