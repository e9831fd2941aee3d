// stdnum pk.cnic: computerised national identity card
import { validate } from 'stdnum/lib/cjs/pk/cnic.js'
import { number } from '../../boundary.ts'
import { nationalIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'pk-cnic',
  aliases: ['PK_CNIC'],
  family: 'national-id',
  country: 'PK',
  role: 'identifier',
  checksum: false,
  patterns: [{ expression: number(String.raw`[1-7]\d{4}-\d{7}-\d`), score: 0.6, name: 'pk-cnic' }],
  prefilter: { digits: 13 },
  validate: (match) => (validate(match).isValid ? undefined : false),
  context: ['cnic', 'nadra', ...nationalIdWords],
  examples: {
    match: ['10000-0036087-1'],
    reject: ['10000-0036087-0', '80000-0012345-1'],
  },
  source: 'stdnum pk.cnic: computerised national identity card',
} satisfies Recogniser
