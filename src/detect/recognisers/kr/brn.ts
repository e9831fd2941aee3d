// stdnum kr.brn: business registration number
import { digitsOf, number } from '../../boundary.ts'
import { koreanBusinessCheck } from '../../national-checks.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'kr-brn',
  aliases: ['KR_BRN'],
  family: 'organisation',
  country: 'KR',
  role: 'insensitive',
  checksum: true,
  patterns: [
    { expression: number(String.raw`\d{3}-\d{2}-\d{5}`), score: 0.5, name: 'kr-brn' },
    { expression: number(String.raw`\d{10}`), score: 0.1, name: 'kr-brn' },
  ],
  prefilter: { digits: 10 },
  validate: (match) => koreanBusinessCheck(digitsOf(match)),
  chance: 0.088,
  context: ['사업자*', 'brn', 'business registration'],
  offByDefault: true,
  examples: {
    match: ['business registration 1208126813'],
    reject: ['business registration 1208126814', '1208126813'],
  },
  source: 'stdnum kr.brn: business registration number',
} satisfies Recogniser
