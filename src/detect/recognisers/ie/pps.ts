// stdnum ie.pps: PPS number
import { validate } from 'stdnum/lib/cjs/ie/pps.js'
import { number } from '../../boundary.ts'
import { nationalIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'ie-pps',
  aliases: ['IE_PPS', 'IRELAND_PPSN'],
  family: 'national-id',
  country: 'IE',
  role: 'identifier',
  checksum: true,
  patterns: [{ expression: number(String.raw`\d{7}[A-W][A-IW]?`, 'giu'), score: 0.4, name: 'ie-pps' }],
  prefilter: { digits: 7, latin: true, minLength: 8 },
  validate: (match) => validate(match).isValid,
  chance: 0.038,
  context: ['pps', 'ppsn', ...nationalIdWords],
  examples: {
    match: ['0000285S'],
    reject: ['0000280S'],
  },
  source: 'stdnum ie.pps: PPS number',
} satisfies Recogniser
