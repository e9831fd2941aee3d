// stdnum tr.tckimlik: T.C. kimlik numarası
import { validate } from 'stdnum/lib/cjs/tr/tckimlik.js'
import { number } from '../../boundary.ts'
import { nationalIdWords } from '../../context-words.ts'
import { turkishCheck } from '../../national-checks.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'tr-national-id',
  aliases: ['TR_NATIONAL_ID', 'TURKEY_ID_NUMBER'],
  family: 'national-id',
  country: 'TR',
  role: 'identifier',
  checksum: true,
  patterns: [{ expression: number(String.raw`[1-9]\d{10}`), score: 0.4, name: 'tr-national-id' }],
  prefilter: { digits: 11 },
  validate: (match) => turkishCheck(match) && validate(match).isValid,
  chance: 0.01,
  context: ['tckn', 'tc kimlik', 'kimlik', 'kimlik no', 'vatandaşlık*', 'nüfus*', 'tc no', ...nationalIdWords],
  examples: {
    match: ['10000022858'],
    reject: ['10000022856'],
  },
  source: 'stdnum tr.tckimlik: T.C. kimlik numarası',
} satisfies Recogniser
