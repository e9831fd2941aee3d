import { lettersOf, toLatin } from './script.ts'
import type { FakeMaker, FakeRequest } from './request.ts'
import type { Language } from './tables.ts'
import { companyWords, pick, pickNumber, places } from './tables.ts'

/** A town. */
export function createCityMaker(options: FakeRequest): FakeMaker {
  return (text, draws, at, further) => {
    const { language, spell } = styleFor(text, options)
    return spell(pick(places[language].cities, draws[at]!, further))
  }
}

/** Street, house, flat and town as one writes them in the language. */
export function createAddressMaker(options: FakeRequest): FakeMaker {
  return (text, draws, at, further) => {
    const { language, spell } = styleFor(text, options)
    const { cities, streets } = places[language]
    const city = pick(cities, draws[at]!)
    const street = pick(streets, draws[at + 1]!, further)
    const house = pickNumber(1, 120, draws[at + 2]!)
    const flat = pickNumber(1, 150, draws[at + 3]!)
    if (language === 'kk') return spell(`${city} қ., ${street} көшесі, ${house} үй, ${flat} пәтер`)
    return spell(
      language === 'ru' ? `г. ${city}, ул. ${street}, д. ${house}, кв. ${flat}` : `${house} ${street}, ${city}`,
    )
  }
}

/** An invented company with the legal form that is usual in the language. */
export function createCompanyMaker(options: FakeRequest): FakeMaker {
  return (text, draws, at, further) => {
    const { language, spell } = styleFor(text, options)
    const { first, second } = companyWords[language]
    const [a, b] = [pick(first, draws[at]!), pick(second, draws[at + 1]!, further)]
    if (language === 'kk') return spell(`«${a} ${b}» ЖШС`)
    return spell(language === 'ru' ? `ООО «${a}${b}»` : `${a} ${b} Ltd`)
  }
}

function styleFor(
  text: string,
  { language, keepScript }: FakeRequest,
): { language: Language; spell: (text: string) => string } {
  const letters = lettersOf(text) ?? 'en'
  const chosen = language ?? letters
  return { language: chosen, spell: keepScript && chosen !== 'en' && letters === 'en' ? toLatin : asItIs }
}

function asItIs(text: string): string {
  return text
}
