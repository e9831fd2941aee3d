// stdnum au.acn: Australian company number
import { digitsOf, number } from '../../boundary.ts'
import { australianCompanyCheck } from '../../national-checks.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'au-acn',
  aliases: ['AU_ACN'],
  family: 'organisation',
  country: 'AU',
  role: 'insensitive',
  checksum: true,
  patterns: [
    { expression: number(String.raw`\d{3} \d{3} \d{3}`), score: 0.3, name: 'au-acn' },
    { expression: number(String.raw`\d{9}`), score: 0.1, name: 'au-acn' },
  ],
  prefilter: { digits: 9 },
  validate: (match) => australianCompanyCheck(digitsOf(match)),
  chance: 0.098,
  whole: (value, validated) => validated === true && value.includes(' ') && !value.endsWith('00'),
  context: ['acn', 'australian company', 'company number'],
  offByDefault: true,
  examples: {
    match: ['acn 000252193'],
    reject: ['acn 000252191', '000252193'],
  },
  source: 'stdnum au.acn: Australian company number',
} satisfies Recogniser
