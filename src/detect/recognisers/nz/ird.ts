// stdnum nz.ird: IRD number
import { digitsOf, number } from '../../boundary.ts'
import { taxIdWords } from '../../context-words.ts'
import { newZealandCheck } from '../../national-checks.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'nz-ird',
  aliases: ['NZ_IRD', 'NEW_ZEALAND_IRD_NUMBER'],
  family: 'national-id',
  country: 'NZ',
  role: 'identifier',
  checksum: true,
  patterns: [
    { expression: number(String.raw`\d{2,3}-\d{3}-\d{3}`), score: 0.45, name: 'nz-ird' },
    { expression: number(String.raw`\d{8,9}`), score: 0.1, name: 'nz-ird' },
  ],
  prefilter: { digits: 8 },
  validate: (match) => newZealandCheck(digitsOf(match)),
  chance: 0.099,
  context: ['ird', ...taxIdWords],
  examples: {
    match: ['104-376-169'],
    reject: ['104-376-161'],
  },
  source: 'stdnum nz.ird: IRD number',
} satisfies Recogniser
