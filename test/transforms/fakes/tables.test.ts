import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  companyWords,
  fakeTableVersions,
  nameLists,
  pick,
  pickNumber,
  places,
} from '../../../src/transforms/fakes/tables.ts'
import type { Language } from '../../../src/transforms/fakes/tables.ts'

const LANGUAGES: Language[] = ['kk', 'ru', 'en']
const LETTERS: Record<Language, RegExp> = {
  kk: /^[А-ЯЁӘҒҚҢӨҰҮҺІ][а-яёәғқңөұүһі]+$/,
  ru: /^[А-ЯЁ][а-яё]+$/,
  en: /^[A-Z][A-Za-z']+$/,
}

describe('the name tables', () => {
  it.each(LANGUAGES)('in %s have several hundred given names and surnames, none twice', (language) => {
    const { male, female, surnamesMale, surnamesFemale } = nameLists[language]
    for (const list of [male, female, surnamesMale, surnamesFemale]) {
      expect(list.length).toBeGreaterThanOrEqual(200)
      expect(new Set(list).size).toBe(list.length)
    }
  })

  it.each(LANGUAGES)('in %s are written in the letters of the language', (language) => {
    const { male, female, surnamesMale, surnamesFemale, patronymicsMale, patronymicsFemale } = nameLists[language]
    const all = [...male, ...female, ...surnamesMale, ...surnamesFemale, ...patronymicsMale, ...patronymicsFemale]
    expect(all.filter((name) => !LETTERS[language].test(name))).toEqual([])
    expect(all.filter((name) => name !== name.normalize('NFC'))).toEqual([])
  })

  it.each(['kk', 'ru'] as const)('in %s have the forms of a family at the same index', (language) => {
    const { surnamesMale, surnamesFemale, patronymicsMale, patronymicsFemale } = nameLists[language]
    expect(surnamesFemale).toHaveLength(surnamesMale.length)
    expect(patronymicsFemale).toHaveLength(patronymicsMale.length)
    surnamesMale.forEach((name, i) => expect(surnamesFemale[i]!.slice(0, name.length - 2)).toBe(name.slice(0, -2)))
    patronymicsMale.forEach((name, i) => expect(patronymicsFemale[i]!.slice(0, 3)).toBe(name.slice(0, 3)))
  })

  it('in kk have patronymics on -ұлы/-қызы and on -ович/-овна, in ru the latter only', () => {
    const kk = nameLists.kk.patronymicsMale
    expect(kk.filter((name) => name.endsWith('ұлы')).length).toBeGreaterThanOrEqual(200)
    expect(kk.filter((name) => /[ое]вич$/.test(name)).length).toBeGreaterThanOrEqual(200)
    expect(nameLists.ru.patronymicsMale.filter((name) => !/ич$/.test(name))).toEqual([])
    expect(nameLists.ru.patronymicsFemale.filter((name) => !/на$/.test(name))).toEqual([])
  })

  it.each(LANGUAGES)('in %s stay under 60 kB', (language) => {
    expect(readFileSync(new URL(`../../../policies/names/${language}.json`, import.meta.url)).length).toBeLessThan(
      60_000,
    )
  })
})

describe('the other tables', () => {
  it.each(LANGUAGES)('have towns, streets and words in %s, none twice', (language) => {
    const { cities, streets } = places[language]
    const { first, second } = companyWords[language]
    for (const list of [cities, streets, first, second]) {
      expect(list.length).toBeGreaterThanOrEqual(20)
      expect(new Set(list).size).toBe(list.length)
    }
  })

  it('have versions, one a table', () => {
    expect(fakeTableVersions).toEqual(['names-kk@1', 'names-ru@1', 'names-en@1', 'places@1', 'companies@1'])
  })
})

describe('pick', () => {
  it('reaches the first and the last entry, and goes round', () => {
    expect(pick(['a', 'b', 'c'], 0)).toBe('a')
    expect(pick(['a', 'b', 'c'], 2 ** 32 - 1)).toBe('c')
    expect(pick(['a', 'b', 'c'], 2 ** 32 - 1, 1)).toBe('a')
    expect(pickNumber(5, 7, 0)).toBe(5)
    expect(pickNumber(5, 7, 2 ** 32 - 1)).toBe(7)
  })
})
