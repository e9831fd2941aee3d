// stdnum it.iva: partita IVA
import { digitsOf, number } from '../../boundary.ts'
import { taxIdWords } from '../../context-words.ts'
import { italianCheck } from '../../national-checks.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'it-vat',
  aliases: ['IT_VAT_CODE', 'IT_VAT'],
  family: 'national-id',
  country: 'IT',
  role: 'identifier',
  checksum: true,
  patterns: [
    { expression: number(String.raw`IT ?\d{11}`, 'giu'), score: 0.5, name: 'it-vat' },
    { expression: number(String.raw`\d{11}`), score: 0.2, name: 'it-vat' },
  ],
  prefilter: { digits: 11 },
  validate: (match) => italianCheck(digitsOf(match)),
  chance: 0.01,
  context: ['piva', 'p.iva', 'partita', 'p iva', 'partita iva', ...taxIdWords],
  examples: {
    match: ['00009020041'],
    reject: ['00009020042'],
  },
  source: 'stdnum it.iva: partita IVA',
} satisfies Recogniser
