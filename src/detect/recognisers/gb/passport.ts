// HM Passport Office: nine digits or two letters and seven
import { number } from '../../boundary.ts'
import { passportWords } from '../../context-words.ts'
import { fillsDocumentNumber } from '../../whole-value.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'uk-passport',
  aliases: ['UK_PASSPORT'],
  family: 'document',
  country: 'GB',
  role: 'identifier',
  checksum: false,
  patterns: [{ expression: number(String.raw`[A-Z]{2}\d{7}|\d{9}`, 'giu'), score: 0.2, name: 'uk-passport' }],
  prefilter: { digits: 7 },
  whole: fillsDocumentNumber,
  context: [...passportWords],
  needsContext: true,
  priority: -1,
  examples: {
    match: ['passport ZZ0000001'],
    reject: ['ZZ0000001', 'passport ZZ000001'],
  },
  source: 'HM Passport Office: nine digits or two letters and seven',
} satisfies Recogniser
