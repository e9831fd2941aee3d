// Italian passport: two letters and seven digits
import { number } from '../../boundary.ts'
import { passportWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'it-passport',
  aliases: ['IT_PASSPORT', 'ITALY_PASSPORT'],
  family: 'document',
  country: 'IT',
  role: 'identifier',
  checksum: false,
  patterns: [{ expression: number(String.raw`[A-Z]{2}\d{7}`, 'giu'), score: 0.2, name: 'it-passport' }],
  prefilter: { digits: 7, latin: true, minLength: 9 },
  context: ['passaporto', 'passaporti', ...passportWords],
  needsContext: true,
  // the form of other countries too
  priority: -2,
  examples: { match: ['passaporto ZZ0000001'], reject: ['ZZ0000001', 'passaporto ZZ000001'] },
  source: "Ministero dell'Interno: two letters and seven digits",
} satisfies Recogniser
