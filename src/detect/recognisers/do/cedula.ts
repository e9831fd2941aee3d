// stdnum do.cedula: cédula
import { validate } from 'stdnum/lib/cjs/do/cedula.js'
import { number } from '../../boundary.ts'
import { nationalIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'do-cedula',
  aliases: ['DO_CEDULA'],
  family: 'national-id',
  country: 'DO',
  role: 'identifier',
  checksum: true,
  patterns: [{ expression: number(String.raw`\d{3}-\d{7}-\d`), score: 0.5, name: 'do-cedula' }],
  prefilter: { digits: 11 },
  validate: (match) => validate(match).isValid,
  chance: 0.098,
  context: ['cédula', 'cedula', ...nationalIdWords],
  examples: {
    match: ['001-0000916-6'],
    reject: ['001-0000916-2'],
  },
  source: 'stdnum do.cedula: cédula',
} satisfies Recogniser
