// stdnum cn.ric: resident identity card number
import { validate } from 'stdnum/lib/cjs/cn/ric.js'
import { number } from '../../boundary.ts'
import { nationalIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'cn-resident-id',
  aliases: ['CN_RIC', 'CHINA_RESIDENT_ID_NUMBER'],
  family: 'national-id',
  country: 'CN',
  role: 'identifier',
  checksum: true,
  patterns: [{ expression: number(String.raw`\d{17}[0-9X]`, 'giu'), score: 0.5, name: 'cn-resident-id' }],
  prefilter: { digits: 17 },
  validate: (match) => validate(match).isValid,
  chance: 0.0005,
  context: ['身份证', '身份证号', 'resident identity', ...nationalIdWords],
  examples: {
    match: ['110101190102117320'],
    reject: ['110101190102117324'],
  },
  source: 'stdnum cn.ric: resident identity card number',
} satisfies Recogniser
