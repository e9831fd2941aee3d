import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../../src/anonymity/gazetteers/gazetteer.ts'
import { isKato, kazakhstan } from '../../../src/anonymity/gazetteers/kazakhstan.ts'
import { foldSpelling } from '../../../src/anonymity/gazetteers/spelling.ts'
import { world } from '../../../src/anonymity/gazetteers/world.ts'

const tableOf = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../policies/hierarchies/${name}.json`, import.meta.url), 'utf8'))

describe('the gazetteer of Kazakhstan', () => {
  it.each<[string, string, string[]]>([
    // text, what it shows, levels in Russian
    ['751110000', 'a KATO code', ['751110000', '751110***', '7511*****', 'Алматы', 'Юг Казахстана']],
    ['190000000', 'the code of a region', Array(4).fill('Алматинская область').concat('Юг Казахстана')],
    ['KZ-62', 'an ISO 3166-2 code', Array(4).fill('область Ұлытау').concat('Центр Казахстана')],
    ['79', 'two digits', Array(4).fill('Шымкент').concat('Юг Казахстана')],
    ['Алматы', 'a city that is also a region', Array(4).fill('Алматы').concat('Юг Казахстана')],
    ['Алматы облысы', 'the region around it', Array(4).fill('Алматинская область').concat('Юг Казахстана')],
    ['Алматинская обл.', 'an abbreviation', Array(4).fill('Алматинская область').concat('Юг Казахстана')],
    ['г. Алматы', 'a city with its kind', Array(4).fill('Алматы').concat('Юг Казахстана')],
    ['Шымкент қ.', 'the same in Kazakh', Array(4).fill('Шымкент').concat('Юг Казахстана')],
    ['Nur-Sultan', 'a former name', Array(4).fill('Астана').concat('Север Казахстана')],
    ['СКО', 'letters', Array(4).fill('Северо-Казахстанская область').concat('Север Казахстана')],
    ['Семей', 'a city', ['Семей', 'Семей', 'Семей', 'область Абай', 'Восток Казахстана']],
    // Kazakh letters that the keyboard did not have
    ['Кызылорда', 'a city', ['Кызылорда', 'Кызылорда', 'Кызылорда', 'Кызылординская область', 'Юг Казахстана']],
    ['  актобе ', 'small letters, spaces', ['Актобе', 'Актобе', 'Актобе', 'Актюбинская область', 'Запад Казахстана']],
  ])('reads %s: %s', (text, _, levels) => {
    expect(kazakhstan.find(text)?.levels('ru')).toEqual(levels)
  })

  it.each([
    ['Абай', 'is a town, and a region'],
    ['510000000', 'is of a region that was divided'],
    ['75111000', 'has a digit too few'],
    ['область', 'is a kind, without a name'],
    ['Москва', 'lies elsewhere'],
    ['', 'says nothing'],
  ])('does not guess where %s is, which %s', (text) => {
    expect(kazakhstan.find(text)).toBeUndefined()
  })

  it('has the 17 regions and three cities, and finds each by every one of its names', () => {
    const { regions, cities } = tableOf('kz')
    expect(regions.filter((r: { city?: true }) => !r.city)).toHaveLength(17)
    expect(regions.filter((r: { city?: true }) => r.city)).toHaveLength(3)
    for (const place of [...regions, ...cities])
      for (const name of [place.kk, place.ru, place.en, ...(place.also ?? [])])
        for (const language of LANGUAGES) expect(kazakhstan.find(name)?.levels(language)[0]).toBe(place[language])
  })

  it('knows codes by their region', () => {
    expect(['751110000', '101010000', '991110000', '75111000', 'abcdefghi'].map(isKato)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
  })
})

describe('the gazetteer of the world', () => {
  it.each<[string, string[]]>([
    ['KZ', ['Kazakhstan', 'Central Asia', 'Asia']],
    ['kaz', ['Kazakhstan', 'Central Asia', 'Asia']],
    ['398', ['Kazakhstan', 'Central Asia', 'Asia']],
    ['Қазақстан', ['Kazakhstan', 'Central Asia', 'Asia']],
    ['Казахстан', ['Kazakhstan', 'Central Asia', 'Asia']],
    ['Республика Казахстан', ['Kazakhstan', 'Central Asia', 'Asia']],
    ['cote d’ivoire', ['Côte d’Ivoire', 'Western Africa', 'Africa']],
    ['Bosnia and Herzegovina', ['Bosnia & Herzegovina', 'Southern Europe', 'Europe']],
    ['США', ['United States', 'Northern America', 'Americas']],
    // M49 puts it nowhere
    ['AQ', ['Antarctica', 'Antarctica', 'Antarctica']],
  ])('reads %s', (text, levels) => {
    expect(world.find(text)?.levels('en')).toEqual(levels)
  })

  it.each(['ZZ', 'Atlantis', '999', ''])('does not know "%s"', (text) => {
    expect(world.find(text)).toBeUndefined()
  })

  it('finds every country by its codes and by its first name, and shows each level in one way', () => {
    const { countries } = tableOf('world')
    for (const language of LANGUAGES) {
      const shown = new Set<string>()
      for (const country of countries) {
        const levels = world.find(country.code)!.levels(language)
        for (const code of [country.alpha3, country.numeric]) expect(world.find(code)!.levels(language)).toEqual(levels)
        for (const l of LANGUAGES) expect(world.find(country[l][0])?.levels(language)).toEqual(levels)
        shown.add(levels[0]!)
      }
      expect(shown.size).toBe(countries.length)
    }
  })
})

describe('a folded spelling', () => {
  it.each([
    ['Қарағанды', 'Карағанды'],
    ['Côte d’Ivoire', "COTE D'IVOIRE"],
    ['Усть-Каменогорск', 'усть каменогорск'],
    ['Талдықорған', 'талдыкорган'],
    ['Приозёрск', 'Приозерск'],
  ])('is the same for %s and %s', (one, other) => {
    expect(foldSpelling(one)).toBe(foldSpelling(other))
  })
})
