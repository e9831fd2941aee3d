// stdnum ar.cuit: CUIT/CUIL
import { validate } from 'stdnum/lib/cjs/ar/cuit.js'
import { digitsOf, number } from '../../boundary.ts'
import { taxIdWords } from '../../context-words.ts'
import { argentineCheck } from '../../national-checks.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'ar-cuit',
  aliases: ['AR_CUIT', 'ARGENTINA_CUIT'],
  family: 'national-id',
  country: 'AR',
  role: 'identifier',
  checksum: true,
  patterns: [
    { expression: number(String.raw`(?:20|23|24|27|30|33|34)-\d{8}-\d`), score: 0.6, name: 'ar-cuit' },
    { expression: number(String.raw`(?:20|23|24|27|30|33|34)\d{9}`), score: 0.35, name: 'ar-cuit' },
  ],
  prefilter: { digits: 11 },
  validate: (match) => argentineCheck(digitsOf(match)) && validate(match).isValid,
  chance: 0.098,
  context: ['cuit', 'cuil', ...taxIdWords],
  examples: {
    match: ['20-00005101-3'],
    reject: ['20-00005101-2'],
  },
  source: 'stdnum ar.cuit: CUIT/CUIL',
} satisfies Recogniser
