// stdnum gb.utr: Unique Taxpayer Reference
import { digitsOf, number } from '../../boundary.ts'
import { taxIdWords } from '../../context-words.ts'
import { britishTaxCheck } from '../../national-checks.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'uk-utr',
  aliases: ['UK_UTR', 'UK_TAXPAYER_REFERENCE'],
  family: 'national-id',
  country: 'GB',
  role: 'identifier',
  checksum: true,
  patterns: [{ expression: number(String.raw`\d{10}K?`), score: 0.15, name: 'uk-utr' }],
  prefilter: { digits: 10 },
  validate: (match) => britishTaxCheck(digitsOf(match)),
  chance: 0.098,
  context: ['utr', ...taxIdWords],
  examples: {
    match: ['utr 8063222828'],
    reject: ['utr 8063222826', '8063222828'],
  },
  source: 'stdnum gb.utr: Unique Taxpayer Reference',
} satisfies Recogniser
