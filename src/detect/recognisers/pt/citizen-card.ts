// stdnum pt.cc: cartão de cidadão
import { validate } from 'stdnum/lib/cjs/pt/cc.js'
import { compact, number } from '../../boundary.ts'
import { nationalIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'pt-citizen-card',
  aliases: ['PT_CC', 'PORTUGAL_CDC_NUMBER'],
  family: 'national-id',
  country: 'PT',
  role: 'identifier',
  checksum: true,
  patterns: [{ expression: number(String.raw`\d{8} ?\d ?[A-Z]{2}\d`, 'giu'), score: 0.5, name: 'pt-citizen-card' }],
  prefilter: { digits: 10, latin: true },
  validate: (match) => validate(compact(match)).isValid,
  chance: 0.1,
  context: ['cartão de cidadão', 'cc', ...nationalIdWords],
  examples: {
    match: ['000004123ZZ0'],
    reject: ['000004123ZZ8'],
  },
  source: 'stdnum pt.cc: cartão de cidadão',
} satisfies Recogniser
