// stdnum hr.oib: OIB, the Croatian personal number
import { digitsOf, number } from '../../boundary.ts'
import { mod11and10 } from '../../check-digits.ts'
import { nationalIdWords, taxIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'hr-oib',
  aliases: ['HR_OIB', 'CROATIA_PERSONAL_ID_NUMBER'],
  family: 'national-id',
  country: 'HR',
  role: 'identifier',
  checksum: true,
  patterns: [{ expression: number(String.raw`(?:HR)?\d{11}`), score: 0.2, name: 'hr-oib' }],
  prefilter: { digits: 11 },
  validate: (match) => mod11and10(digitsOf(match)),
  chance: 0.1,
  context: ['oib', ...nationalIdWords, ...taxIdWords],
  examples: {
    match: ['oib 00008593822'],
    reject: ['oib 00008593820', '00008593822'],
  },
  source: 'stdnum hr.oib: OIB, the Croatian personal number',
} satisfies Recogniser
