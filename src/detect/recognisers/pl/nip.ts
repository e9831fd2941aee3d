// stdnum pl.nip: NIP, the Polish tax number
import { digitsOf, number } from '../../boundary.ts'
import { taxIdWords } from '../../context-words.ts'
import { polishTaxCheck } from '../../national-checks.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'pl-nip',
  aliases: ['PL_NIP'],
  family: 'national-id',
  country: 'PL',
  role: 'identifier',
  checksum: true,
  patterns: [
    { expression: number(String.raw`\d{3}-\d{3}-\d{2}-\d{2}|\d{3}-\d{2}-\d{2}-\d{3}`), score: 0.5, name: 'pl-nip' },
    { expression: number(String.raw`\d{10}`), score: 0.2, name: 'pl-nip' },
  ],
  prefilter: { digits: 10 },
  validate: (match) => polishTaxCheck(digitsOf(match)),
  chance: 0.092,
  context: ['nip', ...taxIdWords],
  examples: {
    match: ['nip 2224073453'],
    reject: ['nip 2224073456', '2224073453'],
  },
  source: 'stdnum pl.nip: NIP, the Polish tax number',
} satisfies Recogniser
