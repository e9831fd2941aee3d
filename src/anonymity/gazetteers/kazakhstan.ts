/**
 * Regions and cities of Kazakhstan by KATO (classifier of administrative-territorial objects, 9 digits: 2 region or city of
 * republican significance, 2 district or city, 2 rural district, 3 settlement), by ISO 3166-2 code and by name in Kazakh,
 * Russian and English. The division is that since 2022.
 */
import table from '../../../policies/hierarchies/kz.json' with { type: 'json' }
import { once } from '../../record/once.ts'
import { LANGUAGES, spellings, type Gazetteer, type Language, type Place } from './gazetteer.ts'
import { foldSpelling } from './spelling.ts'

type Region = (typeof table.regions)[number]
type City = (typeof table.cities)[number]

/**
 * Levels: the place, its rural district, its district, its region, its part of the country. What has no district of its own
 * in the data (a city by name, a whole region) stands for itself there.
 */
export const kazakhstan: Gazetteer = {
  find(text) {
    const written = text.trim()
    const code = KATO.exec(written)
    if (code) return ofCode(written, code[1]!, code[2])
    const { find } = names()
    const { kind, stem } = withoutKind(written)
    const found = find(`${kind} ${stem}`)
    return found && place(found.thing, found.languages)
  },
}

/** Every one of these is a code that the classifier could have. */
export function isKato(text: string): boolean {
  return /^\d{9}$/.test(text) && regions().has(text.slice(0, 2))
}

/** `751110000`, `75`, `KZ-75`. */
const KATO = /^(?:KZ-)?(\d\d)(?:(\d{7}))?$/

function ofCode(code: string, regionCode: string, rest = '0000000'): Place | undefined {
  const region = regions().get(regionCode)
  if (!region) return undefined
  if (rest === '0000000') return place(region, NO_LANGUAGE)
  const cut = (digits: number) => code.slice(0, digits).padEnd(9, '*')
  return {
    levels: (language) => [code, cut(6), cut(4), region[language], partOf(region, language)],
    languages: NO_LANGUAGE,
  }
}

const NO_LANGUAGE: ReadonlySet<Language> = new Set()

function place(found: Region | City, languages: ReadonlySet<Language>): Place {
  const region = 'code' in found ? found : regions().get(found.in)!
  return {
    levels: (language) => {
      const own = found[language]
      return [own, own, own, region[language], partOf(region, language)]
    },
    languages,
  }
}

function partOf(region: Region, language: Language): string {
  return table.parts[region.in as keyof typeof table.parts][language]
}

const regions = once(() => new Map(table.regions.map((region) => [region.code, region])))

/** Names as `kind stem`: `region акмолинская`, `city алматы`; ` алматы` for a name without its kind. */
const names = once(() => {
  const all = spellings<Region | City>()
  const add = (name: string, thing: Region | City, isCity: boolean, language?: Language) => {
    const { kind, stem } = withoutKind(name)
    all.add(`${kind} ${stem}`, thing, language)
    if (isCity) all.add(`city ${stem}`, thing, language)
  }
  for (const thing of [...table.regions, ...table.cities]) {
    const isCity = !('code' in thing) || 'city' in thing
    for (const language of LANGUAGES) add(thing[language], thing, isCity, language)
    for (const name of thing.also ?? []) add(name, thing, isCity)
  }
  return all
})

/** `г. Алматы`, `Алматы қаласы`, `Алматинская обл.`, `Abai Region` → what kind of place, and its name. */
function withoutKind(text: string): { kind: string; stem: string } {
  const words = foldSpelling(text).split(' ')
  const stem = words.filter((word) => !KINDS.has(word))
  if (stem.length === 0) return { kind: '', stem: words.join(' ') }
  return { kind: KINDS.get(words.find((word) => KINDS.has(word)) ?? '') ?? '', stem: stem.join(' ') }
}

/** Folded: қаласы is каласы, қ. is к. */
const KINDS: ReadonlyMap<string, string> = new Map([
  ...['область', 'обл', 'облысы', 'region', 'oblast', 'oblysy', 'province'].map((word) => [word, 'region'] as const),
  ...['город', 'г', 'каласы', 'кала', 'к', 'city'].map((word) => [word, 'city'] as const),
])
