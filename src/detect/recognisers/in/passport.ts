// Indian passport: a letter and seven digits
import { number } from '../../boundary.ts'
import { passportWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'in-passport',
  aliases: ['IN_PASSPORT', 'INDIA_PASSPORT'],
  family: 'document',
  country: 'IN',
  role: 'identifier',
  checksum: false,
  patterns: [{ expression: number(String.raw`[A-Z][1-9]\d{5}[1-9]`, 'giu'), score: 0.2, name: 'in-passport' }],
  prefilter: { digits: 7, latin: true },
  context: [...passportWords, 'पासपोर्ट'],
  needsContext: true,
  examples: {
    match: ['passport Z1000001'],
    reject: ['Z1000001', 'passport Z0000001'],
  },
  source: 'Indian passport: a letter and seven digits',
} satisfies Recogniser
