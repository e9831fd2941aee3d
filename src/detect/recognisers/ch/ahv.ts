// stdnum ch.ssn: AHV/AVS number
import { validate } from 'stdnum/lib/cjs/ch/ssn.js'
import { digitsOf, number } from '../../boundary.ts'
import { insuranceWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'ch-ahv',
  aliases: ['CH_SSN', 'SWITZERLAND_SOCIAL_SECURITY_NUMBER'],
  family: 'national-id',
  country: 'CH',
  role: 'identifier',
  checksum: true,
  patterns: [
    { expression: number(String.raw`756\.\d{4}\.\d{4}\.\d{2}`), score: 0.8, name: 'ch-ahv' },
    { expression: number(String.raw`756\d{10}`), score: 0.3, name: 'ch-ahv' },
  ],
  prefilter: { digits: 13 },
  validate: (match) => validate(digitsOf(match)).isValid,
  chance: 0.099,
  context: ['ahv', 'avs', 'oasi', ...insuranceWords],
  examples: {
    match: ['ahv 7560000805782'],
    reject: ['ahv 7560000805785', '7560000805782'],
  },
  source: 'stdnum ch.ssn: AHV/AVS number',
} satisfies Recogniser
