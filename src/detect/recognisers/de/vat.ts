// stdnum de.vat: Umsatzsteuer-Identifikationsnummer
import { validate } from 'stdnum/lib/cjs/de/vat.js'
import { digitsOf, number } from '../../boundary.ts'
import { taxIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'de-vat',
  aliases: ['DE_VAT_ID'],
  family: 'national-id',
  country: 'DE',
  role: 'identifier',
  checksum: true,
  patterns: [{ expression: number(String.raw`DE ?\d{3} ?\d{3} ?\d{3}`, 'giu'), score: 0.5, name: 'de-vat' }],
  prefilter: { digits: 9, latin: true },
  validate: (match) => validate(digitsOf(match)).isValid,
  chance: 0.1,
  context: ['ust id', 'ust-idnr', 'umsatzsteuer*', 'ustid*', 'mwst', ...taxIdWords],
  examples: {
    match: ['DE265582944'],
    reject: ['DE265582942'],
  },
  source: 'stdnum de.vat: Umsatzsteuer-Identifikationsnummer',
} satisfies Recogniser
