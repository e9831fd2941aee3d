// stdnum ee.ik: isikukood
import { validate } from 'stdnum/lib/cjs/ee/ik.js'
import { number } from '../../boundary.ts'
import { nationalIdWords } from '../../context-words.ts'
import { balticCheck } from '../../national-checks.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'ee-personal-code',
  aliases: ['EE_IK', 'ESTONIA_ISIKUKOOD'],
  family: 'national-id',
  country: 'EE',
  role: 'identifier',
  checksum: true,
  patterns: [{ expression: number(String.raw`[1-8]\d{10}`), score: 0.4, name: 'ee-personal-code', needsContext: true }],
  prefilter: { digits: 11 },
  validate: (match) => balticCheck(match) && /^[1-6]/.test(match) && validate(match).isValid,
  chance: 0.099,
  context: ['isikukood', 'ik', ...nationalIdWords],
  examples: {
    match: ['isikukood 10102028429'],
    reject: ['isikukood 10102028422', '10102028429'],
  },
  source: 'stdnum ee.ik: isikukood',
} satisfies Recogniser
