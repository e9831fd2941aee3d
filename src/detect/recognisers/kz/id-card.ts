// Identity card of Kazakhstan: nine digits without a check, so only beside a word
import { number } from '../../boundary.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'kz-id-card',
  aliases: ['KZ_ID_CARD', 'KZ_IDENTITY_CARD'],
  family: 'document',
  country: 'KZ',
  role: 'identifier',
  checksum: false,
  patterns: [{ expression: number(String.raw`\d{9}`), score: 0.3, name: 'kz-id-card' }],
  prefilter: { digits: 9 },
  context: [
    'жеке куәлік*',
    'жеке куәлігі*',
    'куәлік*',
    'куәлігінің',
    'удостоверени* личности',
    'уд личности',
    'уд. личности',
    'удостоверени*',
    'удл',
    'уд л',
    'удост личности',
    'удост. личности',
    'документ удостоверяющ*',
    'id card',
    'identity card',
    'қр ішкі істер',
    'мвд рк',
    'мю рк',
    'қр іім',
  ],
  veto: ['права', 'водительск*', 'жүргізуші'],
  needsContext: true,
  examples: {
    match: ['удостоверение личности № 012345670', 'жеке куәлік 099999991', 'ID card 040000012'],
    reject: ['012345670', 'удостоверение личности 12345678', 'удостоверение личности 0123456789'],
  },
  source: 'nine digits, no check digit outside the machine-readable zone; issued by МВД РК / ҚР ІІМ',
} satisfies Recogniser
