/**
 * The languages of the countries that give identifiers, ISO 639-1: by them a policy's `locales` says which numbers of other
 * countries need a word beside them.
 */
import type { Recogniser } from './recogniser.ts'

const LANGUAGES: Readonly<Record<string, string>> = {
  AR: 'es',
  AU: 'en',
  BE: 'nl fr de',
  BG: 'bg',
  BR: 'pt',
  BY: 'be ru',
  CA: 'en fr',
  CH: 'de fr it',
  CL: 'es',
  CN: 'zh',
  CO: 'es',
  CZ: 'cs',
  DE: 'de',
  DK: 'da',
  DO: 'es',
  EC: 'es',
  EE: 'et ru',
  ES: 'es',
  FI: 'fi sv',
  FR: 'fr',
  GB: 'en',
  GR: 'el',
  HK: 'zh en',
  HR: 'hr',
  IE: 'en ga',
  IL: 'he ar',
  IN: 'en hi',
  IS: 'is',
  IT: 'it',
  KG: 'ky ru',
  KR: 'ko',
  KZ: 'kk ru',
  LK: 'si ta en',
  LT: 'lt',
  MD: 'ro ru',
  MX: 'es',
  MY: 'ms en',
  NG: 'en',
  NL: 'nl',
  NO: 'no nb nn',
  NZ: 'en',
  PH: 'en tl',
  PK: 'ur en',
  PL: 'pl',
  PT: 'pt',
  RO: 'ro',
  RS: 'sr',
  RU: 'ru',
  SE: 'sv',
  SG: 'en zh ms ta',
  TH: 'th',
  TR: 'tr',
  TW: 'zh',
  UA: 'uk ru',
  US: 'en es',
  UY: 'es',
  UZ: 'uz ru',
  ZA: 'en af',
}

/**
 * The recognisers where data is in these languages: those of countries that speak none of them ask for a context word, so
 * that no order number passes for a foreign one by its check digit. No languages: nothing is asked for.
 */
export function inLanguages(chosen: readonly Recogniser[], locales: readonly string[]): readonly Recogniser[] {
  if (locales.length === 0) return chosen
  return chosen.map((r) => (isForeign(r, locales) ? { ...r, needsContext: true } : r))
}

function isForeign({ country }: Recogniser, locales: readonly string[]): boolean {
  if (country === undefined) return false
  const languages = LANGUAGES[country]?.split(' ') ?? []
  return !languages.some((language) => locales.includes(language))
}

/** Countries whose languages are known, for the test that none is left out. */
export const knownCountries: readonly string[] = Object.keys(LANGUAGES)
