// CMS: National Provider Identifier, Luhn over 80840 and the number
import { number, oneDigit } from '../../boundary.ts'
import { luhn } from '../../checks.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'us-npi',
  aliases: ['US_NPI'],
  family: 'health',
  country: 'US',
  role: 'identifier',
  checksum: true,
  patterns: [{ expression: number(String.raw`[12]\d{9}`), score: 0.3, name: 'us-npi' }],
  prefilter: { digits: 10 },
  validate: (match) => !oneDigit(match.slice(1)) && luhn(`80840${match}`),
  chance: 0.1,
  context: ['npi', 'national provider', 'provider id'],
  examples: {
    match: ['NPI 1200000002'],
    reject: ['NPI 1200000003', '1200000002'],
  },
  source: 'CMS: National Provider Identifier, Luhn over 80840 and the number',
} satisfies Recogniser
