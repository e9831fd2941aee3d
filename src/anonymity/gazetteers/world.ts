/**
 * Countries by ISO 3166-1 code (two letters, three letters, three digits) and by name in Kazakh, Russian and English, with
 * the regions of UN M49 above them.
 */
import table from '../../../policies/hierarchies/world.json' with { type: 'json' }
import { once } from '../../record/once.ts'
import { LANGUAGES, spellings, type Gazetteer, type Language, type Place } from './gazetteer.ts'

type Country = (typeof table.countries)[number]

/** Levels: the country, its sub-region, its region (continent). */
export const world: Gazetteer = {
  find(text) {
    const written = text.trim()
    const country = codes().get(written.toUpperCase())
    if (country) return place(country, NO_LANGUAGE)
    const found = names().find(written)
    return found && place(found.thing, found.languages)
  },
}

const NO_LANGUAGE: ReadonlySet<Language> = new Set()

function place(country: Country, languages: ReadonlySet<Language>): Place {
  return {
    levels: (language) => {
      const part = regions().get(country.in)!
      const whole = 'in' in part ? regions().get(part.in!)! : part
      return [country[language][0]!, part[language], whole[language]]
    },
    languages,
  }
}

const regions = once(() => new Map(table.regions.map((region) => [region.code, region])))

const codes = once(
  () => new Map(table.countries.flatMap((c) => [c.code, c.alpha3, c.numeric].map((code) => [code, c] as const))),
)

const names = once(() => {
  const all = spellings<Country>()
  for (const country of table.countries) {
    for (const language of LANGUAGES) for (const name of country[language]) all.add(name, country, language)
    for (const name of country.also ?? []) all.add(name, country)
  }
  return all
})
