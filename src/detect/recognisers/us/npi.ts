// CMS: National Provider Identifier, Luhn over 80840 and the number
import { digitsOf, number, oneDigit } from '../../boundary.ts'
import { luhn } from '../../checks.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'us-npi',
  aliases: ['US_NPI'],
  family: 'health',
  country: 'US',
  role: 'identifier',
  checksum: true,
  patterns: [
    { expression: number(String.raw`[12]\d{9}`), score: 0.3, name: 'us-npi' },
    { expression: number(String.raw`[12]\d{3}[ -]\d{3}[ -]\d{3}`), score: 0.35, name: 'us-npi in groups' },
  ],
  prefilter: { digits: 10 },
  validate: (match) => isNpi(digitsOf(match)),
  chance: 0.1,
  // none that begins with 2 is issued yet
  whole: (value, validated) => validated === true && (/\D/.test(value) || (value.startsWith('1') && !isClock(value))),
  context: ['npi', 'national provider', 'provider id', 'provider number', 'npi number'],
  examples: {
    match: ['NPI 1200000002'],
    reject: ['NPI 1200000003', '1200000002'],
  },
  source: 'CMS: National Provider Identifier, Luhn over 80840 and the number',
} satisfies Recogniser

/** Seconds since 1970 of 2004 to 2033: by far more often than a provider, ten digits of that range are the time. */
function isClock(value: string): boolean {
  return value >= '1072915200' && value < '2000000000'
}

function isNpi(digits: string): boolean {
  return !oneDigit(digits.slice(1)) && luhn(`80840${digits}`)
}
