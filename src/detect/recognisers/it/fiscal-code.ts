// stdnum it.codicefiscale: codice fiscale
import { validate } from 'stdnum/lib/cjs/it/codicefiscale.js'
import { compact, number } from '../../boundary.ts'
import { taxIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'it-fiscal-code',
  aliases: ['IT_FISCAL_CODE', 'ITALY_FISCAL_CODE'],
  family: 'national-id',
  country: 'IT',
  role: 'identifier',
  checksum: true,
  patterns: [
    {
      expression: number(String.raw`[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]`, 'giu'),
      score: 0.6,
      name: 'it-fiscal-code',
    },
  ],
  prefilter: { digits: 7, latin: true, minLength: 16 },
  validate: (match) => validate(compact(match)).isValid,
  chance: 0.02,
  context: ['codice fiscale', 'cf', ...taxIdWords],
  examples: {
    match: ['XXXYYY02A01Z169T'],
    reject: ['XXXYYY02A01Z160T'],
  },
  source: 'stdnum it.codicefiscale: codice fiscale',
} satisfies Recogniser
