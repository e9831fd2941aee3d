// stdnum lt.asmens: asmens kodas
import { validate } from 'stdnum/lib/cjs/lt/asmens.js'
import { number } from '../../boundary.ts'
import { nationalIdWords } from '../../context-words.ts'
import { balticCheck } from '../../national-checks.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'lt-personal-code',
  aliases: ['LT_ASMENS', 'LITHUANIA_PERSONAL_CODE'],
  family: 'national-id',
  country: 'LT',
  role: 'identifier',
  checksum: true,
  patterns: [{ expression: number(String.raw`[1-6]\d{10}`), score: 0.4, name: 'lt-personal-code' }],
  prefilter: { digits: 11 },
  validate: (match) => balticCheck(match) && /^[1-6]/.test(match) && validate(match).isValid,
  chance: 0.012,
  context: ['asmens kodas', 'ak', ...nationalIdWords],
  examples: {
    match: ['10102091782'],
    reject: ['10102091787'],
  },
  source: 'stdnum lt.asmens: asmens kodas',
} satisfies Recogniser
