// stdnum ee.ik: isikukood
import { validate } from 'stdnum/lib/cjs/ee/ik.js'
import { number } from '../../boundary.ts'
import { nationalIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'ee-personal-code',
  aliases: ['EE_IK', 'ESTONIA_ISIKUKOOD'],
  family: 'national-id',
  country: 'EE',
  role: 'identifier',
  checksum: true,
  patterns: [{ expression: number(String.raw`[1-8]\d{10}`), score: 0.4, name: 'ee-personal-code' }],
  prefilter: { digits: 11 },
  validate: (match) => validate(match).isValid,
  chance: 0.099,
  context: ['isikukood', 'ik', ...nationalIdWords],
  examples: {
    match: ['10102028429'],
    reject: ['10102028422'],
  },
  source: 'stdnum ee.ik: isikukood',
} satisfies Recogniser
