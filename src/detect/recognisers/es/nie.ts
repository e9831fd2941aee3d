// stdnum es.nie: NIE, the Spanish number for foreigners
import { validate } from 'stdnum/lib/cjs/es/nie.js'
import { compact, number } from '../../boundary.ts'
import { nationalIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'es-nie',
  aliases: ['ES_NIE', 'SPAIN_NIE_NUMBER'],
  family: 'national-id',
  country: 'ES',
  role: 'identifier',
  checksum: true,
  patterns: [{ expression: number(String.raw`[XYZ]-?\d{7}-?[A-Z]`, 'giu'), score: 0.6, name: 'es-nie' }],
  prefilter: { digits: 7, latin: true },
  validate: (match) => validate(compact(match)).isValid,
  chance: 0.041,
  context: ['nie', 'extranjero*', ...nationalIdWords],
  examples: {
    match: ['X0001214H'],
    reject: ['X0001218H'],
  },
  source: 'stdnum es.nie: NIE, the Spanish number for foreigners',
} satisfies Recogniser
