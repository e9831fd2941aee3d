// stdnum es.dni: DNI/NIF, the Spanish identity number
import { validate } from 'stdnum/lib/cjs/es/dni.js'
import { compact, number } from '../../boundary.ts'
import { nationalIdWords, taxIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'es-nif',
  aliases: ['ES_NIF', 'SPAIN_NIF_NUMBER'],
  family: 'national-id',
  country: 'ES',
  role: 'identifier',
  checksum: true,
  patterns: [{ expression: number(String.raw`\d{7,8}-?[A-Z]`, 'giu'), score: 0.5, name: 'es-nif' }],
  prefilter: { digits: 7, latin: true },
  validate: (match) => validate(compact(match).padStart(9, '0')).isValid,
  chance: 0.041,
  context: [
    'dni',
    'nif',
    'documento nacional',
    'identificación',
    'carnet de identidad',
    ...nationalIdWords,
    ...taxIdWords,
  ],
  examples: {
    match: ['00008195F'],
    reject: ['00008191F'],
  },
  source: 'stdnum es.dni: DNI/NIF, the Spanish identity number',
} satisfies Recogniser
