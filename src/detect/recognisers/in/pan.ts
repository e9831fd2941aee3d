// stdnum in.pan: Permanent Account Number
import { number } from '../../boundary.ts'
import { taxIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'in-pan',
  aliases: ['IN_PAN', 'INDIA_PAN_INDIVIDUAL'],
  family: 'national-id',
  country: 'IN',
  role: 'identifier',
  checksum: false,
  patterns: [
    { expression: number(String.raw`[A-Z]{3}[ABCFGHLJPT][A-Z]\d{4}[A-Z]`, 'giu'), score: 0.6, name: 'in-pan' },
    { expression: number(String.raw`[A-Z]{5}\d{4}[A-Z]`, 'giu'), score: 0.3, name: 'in-pan' },
  ],
  prefilter: { digits: 4, latin: true, minLength: 10 },
  validate: (match) => (/\d0{4}/.test(match) ? false : undefined),
  whole: () => true,
  context: ['pan', 'permanent account', ...taxIdWords],
  examples: {
    match: ['ZZZPZ0992Z'],
    reject: ['ZZZQZ0001Z', 'ZZZPZ00001Z'],
  },
  source: 'stdnum in.pan: Permanent Account Number',
} satisfies Recogniser
