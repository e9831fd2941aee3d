// stdnum fr.nir: NIR, the French social security number
import { validate } from 'stdnum/lib/cjs/fr/nir.js'
import { compact, number } from '../../boundary.ts'
import { insuranceWords, nationalIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'fr-nir',
  aliases: ['FR_NIR', 'FRANCE_NIR'],
  family: 'national-id',
  country: 'FR',
  role: 'identifier',
  checksum: true,
  patterns: [
    {
      expression: number(String.raw`[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}`),
      score: 0.4,
      name: 'fr-nir',
    },
  ],
  prefilter: { digits: 14 },
  validate: (match) => validate(compact(match)).isValid,
  chance: 0.0103,
  context: ['nir', 'sécurité sociale', 'numéro de sécurité', ...nationalIdWords, ...insuranceWords],
  examples: {
    match: ['101019909355807'],
    reject: ['101019909355805'],
  },
  source: 'stdnum fr.nir: NIR, the French social security number',
} satisfies Recogniser
