// stdnum is.kennitala: kennitala
import { validate } from 'stdnum/lib/cjs/is/kennitala.js'
import { digitsOf, number } from '../../boundary.ts'
import { nationalIdWords } from '../../context-words.ts'
import { icelandicCheck } from '../../national-checks.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'is-kennitala',
  aliases: ['IS_KENNITALA'],
  family: 'national-id',
  country: 'IS',
  role: 'identifier',
  checksum: true,
  patterns: [
    { expression: number(String.raw`\d{6}-\d{4}`), score: 0.45, name: 'is-kennitala' },
    { expression: number(String.raw`\d{10}`), score: 0.15, name: 'is-kennitala' },
  ],
  prefilter: { digits: 10 },
  validate: (match) => icelandicCheck(digitsOf(match)) && validate(digitsOf(match)).isValid,
  chance: 0.006,
  context: ['kennitala', 'kt', ...nationalIdWords],
  examples: {
    match: ['0102038219'],
    reject: ['320203-1239', '011303-1239'],
  },
  source: 'stdnum is.kennitala: kennitala',
} satisfies Recogniser
