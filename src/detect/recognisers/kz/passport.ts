// Passport of Kazakhstan: N and eight digits
import { number } from '../../boundary.ts'
import { passportWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'kz-passport',
  aliases: ['KZ_PASSPORT'],
  family: 'document',
  country: 'KZ',
  role: 'identifier',
  checksum: false,
  patterns: [{ expression: number(String.raw`N ?\d{8}`, 'giu'), score: 0.4, name: 'kz-passport' }],
  prefilter: { digits: 8, letters: true },
  context: passportWords,
  examples: {
    match: ['паспорт N00000001', 'төлқұжат N12345670', 'passport n01234567'],
    reject: ['N00000001', 'паспорт N1234567', 'паспорт N123456789', 'паспорт 12345678N', 'паспорт N12345678X'],
  },
  source: 'N and eight digits, no public check digit',
} satisfies Recogniser
