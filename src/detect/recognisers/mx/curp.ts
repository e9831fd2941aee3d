// stdnum mx.curp: CURP
import { validate } from 'stdnum/lib/cjs/mx/curp.js'
import { number } from '../../boundary.ts'
import { nationalIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'mx-curp',
  aliases: ['MX_CURP', 'MEXICO_CURP_NUMBER'],
  family: 'national-id',
  country: 'MX',
  role: 'identifier',
  checksum: true,
  patterns: [
    {
      expression: number(String.raw`[A-Z][AEIOUX][A-Z]{2}\d{6}[HM][A-Z]{5}[0-9A-Z]\d`, 'giu'),
      score: 0.7,
      name: 'mx-curp',
    },
  ],
  prefilter: { digits: 7, latin: true, minLength: 18 },
  validate: (match) => validate(match).isValid,
  chance: 0.02,
  context: ['curp', ...nationalIdWords],
  examples: {
    match: ['XAXX010203HDFXXX07'],
    reject: ['XAXX010203HDFXXX03'],
  },
  source: 'stdnum mx.curp: CURP',
} satisfies Recogniser
