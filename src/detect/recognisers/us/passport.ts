// US Department of State: passport number, nine digits or a letter and eight
import { number } from '../../boundary.ts'
import { passportWords } from '../../context-words.ts'
import { fillsDocumentNumber } from '../../whole-value.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'us-passport',
  aliases: ['US_PASSPORT'],
  family: 'document',
  country: 'US',
  role: 'identifier',
  checksum: false,
  patterns: [{ expression: number(String.raw`[A-Z]\d{8}|\d{9}`, 'giu'), score: 0.2, name: 'us-passport' }],
  prefilter: { digits: 8 },
  whole: fillsDocumentNumber,
  context: [...passportWords],
  needsContext: true,
  examples: {
    match: ['passport: A00000001'],
    reject: ['A00000001', 'passport: A0000001'],
  },
  source: 'US Department of State: passport number, nine digits or a letter and eight',
} satisfies Recogniser
