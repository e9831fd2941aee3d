// stdnum by.unp: УНП of Belarus
import { number } from '../../boundary.ts'
import { taxIdWords } from '../../context-words.ts'
import { belarusianCheck } from '../../national-checks.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'by-unp',
  aliases: ['BY_UNP'],
  family: 'national-id',
  country: 'BY',
  role: 'identifier',
  checksum: true,
  patterns: [{ expression: number(String.raw`\d{9}`), score: 0.1, name: 'by-unp' }],
  prefilter: { digits: 9 },
  validate: belarusianCheck,
  chance: 0.089,
  context: ['унп', 'унн', 'unp', ...taxIdWords],
  needsContext: true,
  examples: {
    match: ['унп 100060383'],
    reject: ['унп 100060388', '100060383'],
  },
  source: 'stdnum by.unp: УНП of Belarus',
} satisfies Recogniser
