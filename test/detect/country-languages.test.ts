import { expect, it } from 'vitest'
import { knownCountries } from '../../src/detect/country-languages.ts'
import { createTextDetector } from '../../src/detect/detect-text.ts'
import { recognisers } from '../../src/detect/registry.ts'

const entities = (text: string, locales: string[], find: string[] = []) =>
  createTextDetector({ find, locales, confidence: 0.5 })(text).map(({ entity }) => entity)

// A Polish number of a person born in 1902, a Kazakh one of nobody.
const POLISH = 'код 02070803628'
const KAZAKH = 'код 010203300174'

it('a number of a country that speaks none of the languages of the data counts only beside a word', () => {
  expect(entities(POLISH, [])).toContain('pl-pesel')
  expect(entities(POLISH, ['pl'])).toContain('pl-pesel')
  expect(entities(POLISH, ['kk', 'ru', 'en'])).toEqual([])
  expect(entities(`PESEL ${POLISH.slice(4)}`, ['kk', 'ru', 'en'])).toContain('pl-pesel')
})

it('a number that is asked for by name is found in any language, and so is one of the own country', () => {
  expect(entities(POLISH, ['kk'], ['pl-pesel'])).toEqual(['pl-pesel'])
  expect(entities(KAZAKH, ['ru'])).toEqual(['iin'])
  expect(entities(KAZAKH, ['de'])).toEqual([])
})

it('what is of no country counts everywhere', () => {
  expect(entities('a.b@example.org', ['ja'])).toEqual(['email'])
})

it('every country that has a recogniser speaks something', () => {
  const countries = new Set(recognisers.flatMap(({ country }) => country ?? []))
  expect([...countries].filter((country) => !knownCountries.includes(country))).toEqual([])
})
