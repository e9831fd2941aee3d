// stdnum in.epic: Electoral photo identity card number
import { validate } from 'stdnum/lib/cjs/in/epic.js'
import { number } from '../../boundary.ts'
import { nationalIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'in-voter',
  aliases: ['IN_VOTER'],
  family: 'national-id',
  country: 'IN',
  role: 'identifier',
  checksum: true,
  patterns: [{ expression: number(String.raw`[A-Z]{3}\d{7}`, 'giu'), score: 0.35, name: 'in-voter' }],
  prefilter: { digits: 7, latin: true, minLength: 10 },
  validate: (match) => validate(match).isValid,
  chance: 0.098,
  // numbers of the first series carry no check digit
  validateInContext: () => undefined,
  context: ['voter*', 'vote', 'epic', 'elector*', ...nationalIdWords],
  examples: {
    match: ['voter ZZZ0003277'],
    reject: ['voter ZZ0003276', 'ZZZ0003276', 'ZZZ0003277'],
  },
  source: 'stdnum in.epic: Electoral photo identity card number',
} satisfies Recogniser
