// stdnum za.idnr: South African identity number
import { validate } from 'stdnum/lib/cjs/za/idnr.js'
import { digitsOf, number } from '../../boundary.ts'
import { nationalIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'za-identity-number',
  aliases: ['ZA_ID_NUMBER', 'SOUTH_AFRICA_ID_NUMBER'],
  family: 'national-id',
  country: 'ZA',
  role: 'identifier',
  checksum: true,
  patterns: [
    { expression: number(String.raw`\d{10}[01][89]\d`), score: 0.45, name: 'za-identity-number' },
    { expression: number(String.raw`\d{6} \d{4} [01][89]\d`), score: 0.6, name: 'za-identity-number' },
  ],
  prefilter: { digits: 13 },
  validate: (match) => validate(digitsOf(match)).isValid,
  chance: 0.0038,
  context: ['south african', 'rsa id', 'sa id', ...nationalIdWords],
  examples: {
    match: ['0102030197085'],
    reject: ['0102030197088'],
  },
  source: 'stdnum za.idnr: South African identity number',
} satisfies Recogniser
