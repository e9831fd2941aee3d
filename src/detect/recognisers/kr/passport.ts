// Korean passport: M, S, R, O, D and digits
import { number } from '../../boundary.ts'
import { passportWords } from '../../context-words.ts'
import { fillsDocumentNumber } from '../../whole-value.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'kr-passport',
  aliases: ['KR_PASSPORT', 'KOREA_PASSPORT'],
  family: 'document',
  country: 'KR',
  role: 'identifier',
  checksum: false,
  patterns: [
    { expression: number(String.raw`[MSRODG]\d{3}[A-Z]\d{4}`, 'giu'), score: 0.45, name: 'kr-passport' },
    { expression: number(String.raw`[MSRODG]\d{8}`, 'giu'), score: 0.25, name: 'kr-passport' },
  ],
  prefilter: { digits: 7, latin: true, minLength: 9 },
  whole: (value) => /^.\d{3}[A-Z]/i.test(value) || fillsDocumentNumber(value),
  context: ['여권*', ...passportWords],
  examples: {
    match: ['passport M000A0001'],
    reject: ['M00000001'],
  },
  source: 'Korean passport: M, S, R, O, D and digits',
} satisfies Recogniser
