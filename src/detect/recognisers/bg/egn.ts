// stdnum bg.egn: EGN, the Bulgarian civil number
import { number } from '../../boundary.ts'
import { nationalIdWords } from '../../context-words.ts'
import { bulgarianCheck } from '../../national-checks.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'bg-egn',
  aliases: ['BG_EGN', 'BULGARIA_UCN'],
  family: 'national-id',
  country: 'BG',
  role: 'identifier',
  checksum: true,
  patterns: [{ expression: number(String.raw`\d{10}`), score: 0.2, name: 'bg-egn' }],
  prefilter: { digits: 10 },
  validate: bulgarianCheck,
  chance: 0.1,
  context: ['egn', 'егн', ...nationalIdWords],
  examples: {
    match: ['egn 0102032119'],
    reject: ['egn 0102032116', '0102032119'],
  },
  source: 'stdnum bg.egn: EGN, the Bulgarian civil number',
} satisfies Recogniser
