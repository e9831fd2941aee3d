// stdnum tw.natid: Taiwanese national id
import { validate } from 'stdnum/lib/cjs/tw/natid.js'
import { number } from '../../boundary.ts'
import { nationalIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'tw-national-id',
  aliases: ['TW_NATID', 'TAIWAN_ID_NUMBER'],
  family: 'national-id',
  country: 'TW',
  role: 'identifier',
  checksum: true,
  patterns: [{ expression: number(String.raw`[A-Z][12]\d{8}`, 'giu'), score: 0.45, name: 'tw-national-id' }],
  prefilter: { digits: 9, latin: true },
  validate: (match) => validate(match).isValid,
  chance: 0.1,
  context: ['身分證', ...nationalIdWords],
  examples: {
    match: ['A100002934'],
    reject: ['A100002939'],
  },
  source: 'stdnum tw.natid: Taiwanese national id',
} satisfies Recogniser
