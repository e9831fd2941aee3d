import companyTables from '../../../policies/fakes/companies.json' with { type: 'json' }
import placeTables from '../../../policies/fakes/places.json' with { type: 'json' }
import enNames from '../../../policies/names/en.json' with { type: 'json' }
import kkNames from '../../../policies/names/kk.json' with { type: 'json' }
import ruNames from '../../../policies/names/ru.json' with { type: 'json' }

export type Language = 'kk' | 'ru' | 'en'

/** Names of one language; the two surname lists belong together index by index, and so do the patronymics. */
export interface NameLists {
  male: string[]
  female: string[]
  surnamesMale: string[]
  surnamesFemale: string[]
  patronymicsMale: string[]
  patronymicsFemale: string[]
}

export const nameLists: Readonly<Record<Language, NameLists>> = { kk: kkNames, ru: ruNames, en: enNames }

export const places: Readonly<Record<Language, { cities: string[]; streets: string[] }>> = placeTables

export const companyWords: Readonly<Record<Language, { first: string[]; second: string[] }>> = companyTables

/** Versions of the tables that fakes are drawn from, for the manifest: another version gives other fakes. */
export const fakeTableVersions: readonly string[] = [kkNames, ruNames, enNames, placeTables, companyTables].map(
  (table) => table.version,
)

/** The entry that 32 keyed bits choose, or one of those after it. Multiplying keeps the choice even; a remainder would not. */
export function pick<T>(list: readonly T[], bits: number, further = 0): T {
  return list[(Math.floor((bits * list.length) / 2 ** 32) + further) % list.length]!
}

/** A number from `from` to `to`, both included. */
export function pickNumber(from: number, to: number, bits: number, further = 0): number {
  const count = to - from + 1
  return from + ((Math.floor((bits * count) / 2 ** 32) + further) % count)
}
