// stdnum th.idnr: Thai identity number
import { validate } from 'stdnum/lib/cjs/th/idnr.js'
import { digitsOf, number } from '../../boundary.ts'
import { nationalIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'th-identity-number',
  aliases: ['TH_TNIN', 'THAILAND_NATIONAL_ID_NUMBER'],
  family: 'national-id',
  country: 'TH',
  role: 'identifier',
  checksum: true,
  patterns: [
    { expression: number(String.raw`[1-8]-\d{4}-\d{5}-\d{2}-\d`), score: 0.6, name: 'th-identity-number' },
    { expression: number(String.raw`[1-8]\d{12}`), score: 0.3, name: 'th-identity-number' },
  ],
  prefilter: { digits: 13 },
  validate: (match) => validate(digitsOf(match)).isValid,
  chance: 0.1,
  context: ['tnin', 'thai id', 'เลขประจำตัวประชาชน', ...nationalIdWords],
  examples: {
    match: ['thai id 1100000373513'],
    reject: ['thai id 1100000373519', '1100000373513'],
  },
  source: 'stdnum th.idnr: Thai identity number',
} satisfies Recogniser
