// stdnum in.gstin: Goods and Services Tax number
import { validate } from 'stdnum/lib/cjs/in/gstin.js'
import { number } from '../../boundary.ts'
import { taxIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'in-gstin',
  aliases: ['IN_GSTIN', 'INDIA_GST_INDIVIDUAL'],
  family: 'national-id',
  country: 'IN',
  role: 'identifier',
  checksum: true,
  patterns: [
    { expression: number(String.raw`[0-3]\d[A-Z]{5}\d{4}[A-Z][1-9A-Z]Z[0-9A-Z]`, 'giu'), score: 0.6, name: 'in-gstin' },
  ],
  prefilter: { digits: 6, latin: true, minLength: 15 },
  validate: (match) => validate(match).isValid,
  chance: 0.03,
  // states 01 to 38; a letter copied wrong is still somebody's number
  whole: (value) => /^(?:0[1-9]|[12]\d|3[0-8])\w{9}[A-Z0-9]{2}Z/i.test(value),
  context: ['gstin', 'gst', ...taxIdWords],
  examples: {
    match: ['27ZZZPZ0460Z1ZU'],
    reject: ['27ZZZPZ0460Z3ZU'],
  },
  source: 'stdnum in.gstin: Goods and Services Tax number',
} satisfies Recogniser
