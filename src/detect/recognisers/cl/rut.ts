// stdnum cl.rut: RUT
import { validate } from 'stdnum/lib/cjs/cl/rut.js'
import { compact, number } from '../../boundary.ts'
import { nationalIdWords, taxIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'cl-rut',
  aliases: ['CL_RUT', 'CHILE_CDI_NUMBER'],
  family: 'national-id',
  country: 'CL',
  role: 'identifier',
  checksum: true,
  patterns: [
    { expression: number(String.raw`\d{1,2}\.\d{3}\.\d{3}-[0-9K]`, 'giu'), score: 0.6, name: 'cl-rut' },
    { expression: number(String.raw`\d{7,8}-[0-9K]`, 'giu'), score: 0.45, name: 'cl-rut' },
  ],
  prefilter: { digits: 7, minLength: 9 },
  validate: (match) => validate(compact(match)).isValid,
  chance: 0.09,
  context: ['rut', 'run', 'cédula', ...nationalIdWords, ...taxIdWords],
  examples: {
    match: ['10.000.692-8'],
    reject: ['10.000.692-2'],
  },
  source: 'stdnum cl.rut: RUT',
} satisfies Recogniser
