// stdnum nz.ird: IRD number
import { validate } from 'stdnum/lib/cjs/nz/ird.js'
import { number } from '../../boundary.ts'
import { taxIdWords } from '../../context-words.ts'
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
  validate: (match) => validate(match).isValid,
  chance: 0.099,
  context: ['ird', ...taxIdWords],
  examples: {
    match: ['104-376-169'],
    reject: ['104-376-161'],
  },
  source: 'stdnum nz.ird: IRD number',
} satisfies Recogniser
