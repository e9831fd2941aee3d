// German tax number in the federal form of 13 digits or the form of the states
import { number } from '../../boundary.ts'
import { taxIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'de-tax-number',
  aliases: ['DE_TAX_NUMBER'],
  family: 'national-id',
  country: 'DE',
  role: 'identifier',
  checksum: false,
  patterns: [
    { expression: number(String.raw`\d{2,3}/\d{3,4}/\d{4,5}`), score: 0.5, name: 'de-tax-number' },
    { expression: number(String.raw`\d{13}`), score: 0.1, name: 'de-tax-number' },
  ],
  prefilter: { digits: 10 },
  context: ['steuernummer*', 'stnr', 'finanzamt*', 'steuer nr', 'st nr', ...taxIdWords],
  examples: {
    match: ['Steuernummer 00/000/00000'],
    reject: ['0000000000000'],
  },
  source: 'German tax number in the federal form of 13 digits or the form of the states',
} satisfies Recogniser
