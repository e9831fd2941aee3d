// stdnum ro.cnp: cod numeric personal
import { validate } from 'stdnum/lib/cjs/ro/cnp.js'
import { number } from '../../boundary.ts'
import { nationalIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'ro-cnp',
  aliases: ['RO_CNP', 'ROMANIA_CNP'],
  family: 'national-id',
  country: 'RO',
  role: 'identifier',
  checksum: true,
  patterns: [{ expression: number(String.raw`[1-9]\d{12}`), score: 0.4, name: 'ro-cnp' }],
  prefilter: { digits: 13 },
  validate: (match) => validate(match).isValid,
  chance: 0.0013,
  context: ['cnp', 'cod numeric', ...nationalIdWords],
  examples: {
    match: ['1010203011523'],
    reject: ['1010203011526'],
  },
  source: 'stdnum ro.cnp: cod numeric personal',
} satisfies Recogniser
