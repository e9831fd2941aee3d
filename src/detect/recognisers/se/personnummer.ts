// stdnum se.personnummer: personnummer
import { validate } from 'stdnum/lib/cjs/se/personnummer.js'
import { number } from '../../boundary.ts'
import { nationalIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'se-personnummer',
  aliases: ['SE_PERSONNUMMER', 'SWEDEN_NATIONAL_ID_NUMBER'],
  family: 'national-id',
  country: 'SE',
  role: 'identifier',
  checksum: true,
  patterns: [
    { expression: number(String.raw`(?:1[89]|20)\d{6}[-+]?\d{4}`), score: 0.6, name: 'se-personnummer' },
    { expression: number(String.raw`\d{6}[-+]\d{4}`), score: 0.5, name: 'se-personnummer' },
  ],
  prefilter: { digits: 10 },
  validate: (match) => validate(match.replace(/(?<=\d{8})(?=\d{4}$)/, '-')).isValid,
  chance: 0.0014,
  context: ['personnummer', 'pnr', 'samordningsnummer', 'personal identity', ...nationalIdWords],
  examples: {
    match: ['19010203-1267'],
    reject: ['19010203-1262'],
  },
  source: 'stdnum se.personnummer: personnummer',
} satisfies Recogniser
