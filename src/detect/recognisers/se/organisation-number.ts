// stdnum se.orgnr: organisationsnummer
import { digitsOf, number } from '../../boundary.ts'
import { luhn } from '../../checks.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'se-organisation-number',
  aliases: ['SE_ORGANISATIONSNUMMER'],
  family: 'organisation',
  country: 'SE',
  role: 'insensitive',
  checksum: true,
  patterns: [
    { expression: number(String.raw`\d{6}-\d{4}`), score: 0.45, name: 'se-organisation-number' },
    { expression: number(String.raw`\d{10}`), score: 0.1, name: 'se-organisation-number' },
  ],
  prefilter: { digits: 10 },
  validate: (match) => luhn(digitsOf(match)),
  chance: 0.098,
  context: ['organisationsnummer*', 'organisation number', 'orgnr', 'org nr'],
  offByDefault: true,
  examples: {
    match: ['org nr 5560006552'],
    reject: ['org nr 5560006558', '5560006552'],
  },
  source: 'stdnum se.orgnr: organisationsnummer',
} satisfies Recogniser
