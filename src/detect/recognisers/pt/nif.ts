// stdnum pt.nif: NIF, the Portuguese tax number
import { digitsOf, number } from '../../boundary.ts'
import { taxIdWords } from '../../context-words.ts'
import { portugueseCheck } from '../../national-checks.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'pt-nif',
  aliases: ['PT_NIF', 'PORTUGAL_NIF'],
  family: 'national-id',
  country: 'PT',
  role: 'identifier',
  checksum: true,
  patterns: [
    { expression: number(String.raw`PT ?\d{9}`, 'giu'), score: 0.5, name: 'pt-nif' },
    { expression: number(String.raw`\d{9}`), score: 0.2, name: 'pt-nif' },
  ],
  prefilter: { digits: 9 },
  validate: (match) => portugueseCheck(digitsOf(match)),
  chance: 0.089,
  context: ['nif', 'contribuinte', ...taxIdWords],
  examples: {
    match: ['nif 173643469'],
    reject: ['nif 173643464', '173643469'],
  },
  source: 'stdnum pt.nif: NIF, the Portuguese tax number',
} satisfies Recogniser
