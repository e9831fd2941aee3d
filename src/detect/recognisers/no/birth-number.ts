// stdnum no.fodselsnummer: fødselsnummer
import { validate } from 'stdnum/lib/cjs/no/fodselsnummer.js'
import { digitsOf, number } from '../../boundary.ts'
import { nationalIdWords } from '../../context-words.ts'
import { norwegianCheck } from '../../national-checks.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'no-birth-number',
  aliases: ['NO_FODSELSNUMMER', 'NORWAY_NI_NUMBER'],
  family: 'national-id',
  country: 'NO',
  role: 'identifier',
  checksum: true,
  patterns: [{ expression: number(String.raw`\d{6} ?\d{5}`), score: 0.4, name: 'no-birth-number' }],
  prefilter: { digits: 11 },
  validate: (match) => norwegianCheck(digitsOf(match)) && validate(digitsOf(match)).isValid,
  chance: 0.00075,
  context: ['fødselsnummer', 'personnummer', 'fnr', ...nationalIdWords],
  examples: {
    match: ['01020307494'],
    reject: ['01020307493'],
  },
  source: 'stdnum no.fodselsnummer: fødselsnummer',
} satisfies Recogniser
