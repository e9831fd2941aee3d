// stdnum my.nric: MyKad number
import { validate } from 'stdnum/lib/cjs/my/nric.js'
import { number } from '../../boundary.ts'
import { nationalIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'my-nric',
  aliases: ['MY_NRIC'],
  family: 'national-id',
  country: 'MY',
  role: 'identifier',
  checksum: false,
  patterns: [{ expression: number(String.raw`\d{6}-\d{2}-\d{4}`), score: 0.5, name: 'my-nric' }],
  prefilter: { digits: 12 },
  validate: (match) => (validate(match).isValid ? undefined : false),
  context: ['mykad', 'nric', 'kad pengenalan', ...nationalIdWords],
  examples: {
    match: ['010203-01-0580'],
    reject: ['013303-01-0000'],
  },
  source: 'stdnum my.nric: MyKad number',
} satisfies Recogniser
