// stdnum dk.cpr: CPR number
import { validate } from 'stdnum/lib/cjs/dk/cpr.js'
import { digitsOf, number } from '../../boundary.ts'
import { nationalIdWords } from '../../context-words.ts'
import { danishDay } from '../../national-checks.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'dk-cpr',
  aliases: ['DK_CPR', 'DENMARK_CPR_NUMBER'],
  family: 'national-id',
  country: 'DK',
  role: 'identifier',
  checksum: true,
  patterns: [
    { expression: number(String.raw`\d{6}-\d{4}`), score: 0.5, name: 'dk-cpr' },
    { expression: number(String.raw`\d{10}`), score: 0.15, name: 'dk-cpr', needsContext: true },
  ],
  prefilter: { digits: 10 },
  validate: (match) => danishDay(digitsOf(match)) && validate(digitsOf(match)).isValid,
  chance: 0.034,
  context: ['cpr', 'cpr nummer', ...nationalIdWords],
  examples: {
    match: ['CPR 0102038483', '010203-8483'],
    reject: ['0102038483', '320203-1234', '011303-1234'],
  },
  source: 'stdnum dk.cpr: CPR number',
} satisfies Recogniser
