// stdnum uy.cedula: cédula
import { validate } from 'stdnum/lib/cjs/uy/cedula.js'
import { digitsOf, number } from '../../boundary.ts'
import { nationalIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'uy-cedula',
  aliases: ['UY_CEDULA', 'URUGUAY_CDI_NUMBER'],
  family: 'national-id',
  country: 'UY',
  role: 'identifier',
  checksum: true,
  patterns: [{ expression: number(String.raw`\d\.\d{3}\.\d{3}-\d`), score: 0.6, name: 'uy-cedula' }],
  prefilter: { digits: 8 },
  validate: (match) => validate(digitsOf(match)).isValid,
  chance: 0.1,
  context: ['cédula', 'cedula', ...nationalIdWords],
  examples: {
    match: ['1.000.872-1'],
    reject: ['1.000.872-7'],
  },
  source: 'stdnum uy.cedula: cédula',
} satisfies Recogniser
