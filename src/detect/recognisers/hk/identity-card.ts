// stdnum hk.hkid: Hong Kong identity card
import { validate } from 'stdnum/lib/cjs/hk/hkid.js'
import { compact, number, word } from '../../boundary.ts'
import { nationalIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'hk-identity-card',
  aliases: ['HK_HKID', 'HONG_KONG_ID_NUMBER'],
  family: 'national-id',
  country: 'HK',
  role: 'identifier',
  checksum: true,
  patterns: [
    {
      expression: word(String.raw`[A-Z]{1,2}\d{6} ?(?:\([0-9A]\)|\[[0-9A]\])`, 'giu'),
      score: 0.6,
      name: 'hk-identity-card',
    },
    {
      expression: number(String.raw`[A-Z]{1,2}\d{6}[0-9A]`, 'giu'),
      score: 0.35,
      name: 'hk-identity-card',
      needsContext: true,
    },
  ],
  prefilter: { digits: 6, latin: true },
  validate: (match) => validate(compact(match)).isValid,
  chance: 0.09,
  context: ['hkid', '身份證', ...nationalIdWords],
  examples: {
    match: ['HKID A0004351', 'A000435(1)'],
    reject: ['HKID A0004356', 'A0004351'],
  },
  source: 'stdnum hk.hkid: Hong Kong identity card',
} satisfies Recogniser
