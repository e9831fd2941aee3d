// stdnum co.nit: NIT
import { validate } from 'stdnum/lib/cjs/co/nit.js'
import { number } from '../../boundary.ts'
import { taxIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'co-nit',
  aliases: ['CO_NIT'],
  family: 'national-id',
  country: 'CO',
  role: 'identifier',
  checksum: true,
  patterns: [{ expression: number(String.raw`\d{3}\.\d{3}\.\d{3}-\d`), score: 0.5, name: 'co-nit' }],
  prefilter: { digits: 10 },
  validate: (match) => validate(match).isValid,
  chance: 0.1,
  context: ['nit', ...taxIdWords],
  examples: {
    match: ['800.000.664-2'],
    reject: ['800.000.664-1'],
  },
  source: 'stdnum co.nit: NIT',
} satisfies Recogniser
