// stdnum au.tfn: Australian tax file number
import { digitsOf, number } from '../../boundary.ts'
import { taxIdWords } from '../../context-words.ts'
import { australianTaxCheck } from '../../national-checks.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'au-tfn',
  aliases: ['AU_TFN', 'AUSTRALIA_TAX_FILE_NUMBER'],
  family: 'national-id',
  country: 'AU',
  role: 'identifier',
  checksum: true,
  patterns: [
    { expression: number(String.raw`\d{3} \d{3} \d{3}`), score: 0.4, name: 'au-tfn in groups', needsContext: true },
    { expression: number(String.raw`\d{9}`), score: 0.2, name: 'au-tfn' },
  ],
  prefilter: { digits: 9 },
  validate: (match) => australianTaxCheck(digitsOf(match)),
  chance: 0.09,
  // amounts are written so too
  whole: (value, validated) => validated === true && value.includes(' ') && !value.endsWith('00'),
  context: ['tfn', 'tax file', ...taxIdWords],
  examples: {
    match: ['tfn 000324040'],
    reject: ['tfn 000324048', '000324040'],
  },
  source: 'stdnum au.tfn: Australian tax file number',
} satisfies Recogniser
