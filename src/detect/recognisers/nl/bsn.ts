// stdnum nl.bsn: burgerservicenummer
import { digitsOf, number } from '../../boundary.ts'
import { nationalIdWords } from '../../context-words.ts'
import { dutchCheck } from '../../national-checks.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'nl-bsn',
  aliases: ['NL_BSN', 'NETHERLANDS_BSN_NUMBER'],
  family: 'national-id',
  country: 'NL',
  role: 'identifier',
  checksum: true,
  patterns: [
    { expression: number(String.raw`\d{4}\.\d{2}\.\d{3}`), score: 0.45, name: 'nl-bsn' },
    { expression: number(String.raw`\d{9}`), score: 0.25, name: 'nl-bsn' },
  ],
  prefilter: { digits: 9 },
  validate: (match) => dutchCheck(digitsOf(match)),
  chance: 0.091,
  context: ['bsn', 'burgerservicenummer', 'sofinummer', ...nationalIdWords],
  examples: {
    match: ['bsn 000040162'],
    reject: ['bsn 000040165', '000040162'],
  },
  source: 'stdnum nl.bsn: burgerservicenummer',
} satisfies Recogniser
