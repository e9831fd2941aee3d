import { LANGUAGES, type Gazetteer, type Language, type Place } from '../gazetteers/gazetteer.ts'
import { kazakhstan } from '../gazetteers/kazakhstan.ts'
import { world } from '../gazetteers/world.ts'
import { createHierarchy, TOP, type Hierarchy } from '../hierarchy.ts'
import { readRows } from './rows.ts'

export const GAZETTEERS = { kz: kazakhstan, world } as const satisfies Record<string, Gazetteer>
export type GazetteerName = keyof typeof GAZETTEERS

/**
 * Places → ever larger ones, in one language whatever the data are written in. `kz`: KATO codes and names in Kazakhstan →
 * rural district, district, region, part of the country; `world`: countries → sub-region, region. A level that brings
 * nothing together is left out. Without `language`: the one in which most of the values are written.
 * Throws POLICY_INVALID where values are no known place.
 */
export function regionHierarchy(values: Iterable<string>, of: GazetteerName, language?: Language): Hierarchy {
  const gazetteer = GAZETTEERS[of]
  const places: Place[] = []
  const found = readRows(
    values,
    of === 'kz' ? 'no place in Kazakhstan that is known' : 'no country that is known',
    [
      of === 'kz'
        ? 'a place is a KATO code, or the name of a region or city in Kazakh, Russian or English; a name of two places needs its kind: Абай облысы'
        : 'a country is a code of ISO 3166-1, or its name in Kazakh, Russian or English',
      'replace other spellings first: do: { lookup: { file: FILE, missing: keep } }',
    ],
    (text) => {
      const place = gazetteer.find(text)
      if (place) places.push(place)
      return place && [text]
    },
  )
  const shown = language ?? languageOf(places)
  return createHierarchy(withoutIdleLevels(found.map(([text], i) => [text!, ...places[i]!.levels(shown), TOP])))
}

/** The language of most names; English for codes alone. */
function languageOf(places: readonly Place[]): Language {
  const count = (language: Language) => places.filter(({ languages }) => languages.has(language)).length
  const counts = LANGUAGES.map(count)
  const most = Math.max(...counts)
  return most === 0 ? 'en' : LANGUAGES[counts.indexOf(most)]!
}

/** The rows without levels that put values together as the one below does; the leaves and the top stay. */
function withoutIdleLevels(rows: readonly string[][]): string[][] {
  const width = rows[0]?.length ?? 0
  const sizes = Array.from({ length: width }, (_, level) => new Set(rows.map((row) => row[level])).size)
  // Levels nest, so as many values as below are the same parts.
  const kept = sizes.map((size, level) => level === 0 || level === width - 1 || (size < sizes[level - 1]! && size > 1))
  return rows.map((row) => row.filter((_, level) => kept[level]))
}
