// stdnum au.abn: Australian business number
import { validate } from 'stdnum/lib/cjs/au/abn.js'
import { digitsOf, number } from '../../boundary.ts'
import { australianCheck } from '../../national-checks.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'au-abn',
  aliases: ['AU_ABN'],
  family: 'organisation',
  country: 'AU',
  role: 'insensitive',
  checksum: true,
  patterns: [
    { expression: number(String.raw`\d{2} \d{3} \d{3} \d{3}`), score: 0.5, name: 'au-abn' },
    { expression: number(String.raw`\d{11}`), score: 0.2, name: 'au-abn' },
  ],
  prefilter: { digits: 11 },
  validate: (match) => australianCheck(digitsOf(match)) && validate(digitsOf(match)).isValid,
  chance: 0.0097,
  context: ['abn', 'australian business', 'business number'],
  offByDefault: true,
  examples: {
    match: ['17000475009'],
    reject: ['17000475001'],
  },
  source: 'stdnum au.abn: Australian business number',
} satisfies Recogniser
