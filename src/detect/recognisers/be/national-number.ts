// stdnum be.nn: Belgian national number
import { validate } from 'stdnum/lib/cjs/be/nn.js'
import { digitsOf, number } from '../../boundary.ts'
import { nationalIdWords } from '../../context-words.ts'
import { belgianCheck } from '../../national-checks.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'be-national-number',
  aliases: ['BE_NN', 'BELGIUM_NATIONAL_ID_CARD_NUMBER'],
  family: 'national-id',
  country: 'BE',
  role: 'identifier',
  checksum: true,
  patterns: [
    { expression: number(String.raw`\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}`), score: 0.7, name: 'be-national-number' },
    { expression: number(String.raw`\d{11}`), score: 0.35, name: 'be-national-number' },
  ],
  prefilter: { digits: 11 },
  validate: (match) => belgianCheck(digitsOf(match)) && validate(digitsOf(match)).isValid,
  chance: 0.00042,
  context: ['rijksregister*', 'numéro national', 'insz', 'niss', ...nationalIdWords],
  examples: {
    match: ['01020390143'],
    reject: ['01020390144'],
  },
  source: 'stdnum be.nn: Belgian national number',
} satisfies Recogniser
