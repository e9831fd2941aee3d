// stdnum br.cnpj: CNPJ, the Brazilian company number
import { validate } from 'stdnum/lib/cjs/br/cnpj.js'
import { number } from '../../boundary.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'br-cnpj',
  aliases: ['BR_CNPJ'],
  family: 'organisation',
  country: 'BR',
  role: 'insensitive',
  checksum: true,
  patterns: [
    { expression: number(String.raw`\d{2}\.\d{3}\.\d{3}/\d{4}-\d{2}`), score: 0.7, name: 'br-cnpj' },
    { expression: number(String.raw`\d{14}`), score: 0.3, name: 'br-cnpj' },
  ],
  prefilter: { digits: 14 },
  validate: (match) => validate(match).isValid,
  chance: 0.0095,
  context: ['cnpj'],
  offByDefault: true,
  examples: {
    match: ['00.009.275/0001-96'],
    reject: ['00.009.275/0001-94'],
  },
  source: 'stdnum br.cnpj: CNPJ, the Brazilian company number',
} satisfies Recogniser
