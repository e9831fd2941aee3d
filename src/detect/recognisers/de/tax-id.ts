// stdnum de.idnr: Steuer-Identifikationsnummer
import { validate } from 'stdnum/lib/cjs/de/idnr.js'
import { digitsOf, number } from '../../boundary.ts'
import { taxIdWords } from '../../context-words.ts'
import { germanTaxCheck } from '../../national-checks.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'de-tax-id',
  aliases: ['DE_TAX_ID', 'GERMANY_TAXPAYER_IDENTIFICATION_NUMBER'],
  family: 'national-id',
  country: 'DE',
  role: 'identifier',
  checksum: true,
  patterns: [
    { expression: number(String.raw`\d{11}`), score: 0.3, name: 'de-tax-id' },
    { expression: number(String.raw`\d{2} \d{3} \d{3} \d{3}`), score: 0.5, name: 'de-tax-id' },
  ],
  prefilter: { digits: 11 },
  validate: (match) => germanTaxCheck(digitsOf(match)) && validate(digitsOf(match)).isValid,
  chance: 0.0092,
  context: [
    'steuer id',
    'steuerliche identifikationsnummer',
    'idnummer',
    'steuer*',
    'steueridentifikationsnummer',
    'idnr',
    'steuer-id',
    ...taxIdWords,
  ],
  examples: {
    match: ['38569291747'],
    reject: ['38569291746'],
  },
  source: 'stdnum de.idnr: Steuer-Identifikationsnummer',
} satisfies Recogniser
