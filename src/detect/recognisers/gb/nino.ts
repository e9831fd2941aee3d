// stdnum gb.nino: National Insurance number
import { validate } from 'stdnum/lib/cjs/gb/nino.js'
import { number } from '../../boundary.ts'
import { insuranceWords, nationalIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'uk-nino',
  aliases: ['UK_NINO', 'UK_NATIONAL_INSURANCE_NUMBER'],
  family: 'national-id',
  country: 'GB',
  role: 'identifier',
  checksum: false,
  patterns: [
    {
      expression: number(
        String.raw`(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]`,
        'giu',
      ),
      score: 0.6,
      name: 'uk-nino',
    },
  ],
  prefilter: { digits: 6, latin: true },
  validate: (match) => (validate(match).isValid ? undefined : false),
  context: ['national insurance', 'nino', 'ni number', ...nationalIdWords, ...insuranceWords],
  examples: {
    match: ['TW000699A'],
    reject: ['GB000699A'],
  },
  source: 'stdnum gb.nino: National Insurance number',
} satisfies Recogniser
