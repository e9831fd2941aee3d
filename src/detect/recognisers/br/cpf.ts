// stdnum br.cpf: CPF, the Brazilian personal tax number
import { digitsOf, number } from '../../boundary.ts'
import { taxIdWords } from '../../context-words.ts'
import { brazilianCheck } from '../../national-checks.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'br-cpf',
  aliases: ['BR_CPF', 'BRAZIL_CPF_NUMBER'],
  family: 'national-id',
  country: 'BR',
  role: 'identifier',
  checksum: true,
  patterns: [
    { expression: number(String.raw`\d{3}\.\d{3}\.\d{3}-\d{2}`), score: 0.7, name: 'br-cpf' },
    { expression: number(String.raw`\d{11}`), score: 0.35, name: 'br-cpf' },
  ],
  prefilter: { digits: 11 },
  validate: (match) => brazilianCheck(digitsOf(match)),
  chance: 0.011,
  context: ['cpf', ...taxIdWords],
  examples: {
    match: ['000.004.654-02'],
    reject: ['000.004.654-06'],
  },
  source: 'stdnum br.cpf: CPF, the Brazilian personal tax number',
} satisfies Recogniser
