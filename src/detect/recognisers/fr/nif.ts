// stdnum fr.nif: SPI, the French tax number
import { validate } from 'stdnum/lib/cjs/fr/nif.js'
import { digitsOf, number } from '../../boundary.ts'
import { taxIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'fr-nif',
  aliases: ['FR_NIF', 'FRANCE_TAX_IDENTIFICATION_NUMBER'],
  family: 'national-id',
  country: 'FR',
  role: 'identifier',
  checksum: true,
  patterns: [{ expression: number(String.raw`[0-3]\d ?\d{2} ?\d{3} ?\d{3} ?\d{3}`), score: 0.3, name: 'fr-nif' }],
  prefilter: { digits: 13 },
  validate: (match) => validate(digitsOf(match)).isValid,
  chance: 0.0011,
  context: ['spi', 'numéro fiscal', 'fiscal', ...taxIdWords],
  examples: {
    match: ['0000744981454'],
    reject: ['0000744981450'],
  },
  source: 'stdnum fr.nif: SPI, the French tax number',
} satisfies Recogniser
