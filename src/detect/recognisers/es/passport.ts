// Spanish passport: three letters and six digits
import { number } from '../../boundary.ts'
import { passportWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'es-passport',
  aliases: ['ES_PASSPORT', 'SPAIN_PASSPORT'],
  family: 'document',
  country: 'ES',
  role: 'identifier',
  checksum: false,
  patterns: [{ expression: number(String.raw`[A-Z]{3}\d{6}`, 'giu'), score: 0.2, name: 'es-passport' }],
  prefilter: { digits: 6, latin: true },
  context: ['pasaporte*', ...passportWords],
  needsContext: true,
  examples: {
    match: ['pasaporte ZZZ000001'],
    reject: ['ZZZ000001'],
  },
  source: 'Spanish passport: three letters and six digits',
} satisfies Recogniser
