// stdnum ec.ci: cédula
import { number } from '../../boundary.ts'
import { nationalIdWords } from '../../context-words.ts'
import { ecuadorianCheck } from '../../national-checks.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'ec-cedula',
  aliases: ['EC_CI'],
  family: 'national-id',
  country: 'EC',
  role: 'identifier',
  checksum: true,
  patterns: [{ expression: number(String.raw`\d{10}`), score: 0.2, name: 'ec-cedula', needsContext: true }],
  prefilter: { digits: 10 },
  validate: ecuadorianCheck,
  chance: 0.019,
  context: ['cédula', 'cedula', ...nationalIdWords],
  examples: {
    match: ['cédula 1000431450'],
    reject: ['cédula 1000431459', '1000431450'],
  },
  source: 'stdnum ec.ci: cédula',
} satisfies Recogniser
