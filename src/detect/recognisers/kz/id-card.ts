// Identity card of Kazakhstan: nine digits without a check, so only beside a word
import { late, number } from '../../boundary.ts'
import type { Candidate, Recogniser } from '../../recogniser.ts'

/** The card itself, read out or by a machine: its title, its fields, and the number by itself. */
const CARD = late(() => /^[ \t]{0,40}(?:ЖЕКЕ КУӘЛІК|УДОСТОВЕРЕНИЕ ЛИЧНОСТИ|IDENTITY CARD)[ \t]{0,40}$/imu)
const NUMBER = late(() => /(?<=(?:^|\n)[ \t]{0,40}(?:(?:№|No\.?|N)[ \t]{0,3})?)\d{9}(?=[ \t]{0,40}(?:\n|$))/giu)

export const recogniser = {
  entity: 'kz-id-card',
  aliases: ['KZ_ID_CARD', 'KZ_IDENTITY_CARD'],
  family: 'document',
  country: 'KZ',
  role: 'identifier',
  checksum: false,
  patterns: [{ expression: number(String.raw`\d{9}`), score: 0.3, name: 'kz-id-card' }],
  prefilter: { digits: 9 },
  find: onCard,
  needs: [CARD],
  expressions: [CARD, NUMBER],
  context: [
    'жеке куәлік*',
    'жеке куәлігі*',
    'куәлік*',
    'куәлігінің',
    'ж/к',
    'құжат нөмір*',
    'құжатының нөмір*',
    'удостоверени* личности',
    'уд личности',
    'уд. личности',
    'удостоверени*',
    'удл',
    'уд',
    'удост',
    'удв',
    'udostoverenie',
    'udostovereniya',
    'ud lichnosti',
    'вид на жительство',
    'вида на жительство',
    'внж',
    'удостов',
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
    match: [
      'удостоверение личности № 012345670',
      'жеке куәлік 099999991',
      'ID card 040000012',
      'уд. № 012345670',
      'ЖЕКЕ КУӘЛІК\nТЕГІ\nСЕРІКОВ\nАТЫ\nАЗАМАТ\nТУҒАН КҮНІ\n03.02.1901\n№ 012345670',
    ],
    reject: ['012345670', 'удостоверение личности 12345678', 'удостоверение личности 0123456789'],
  },
  source: 'nine digits, no check digit outside the machine-readable zone; issued by МВД РК / ҚР ІІМ',
} satisfies Recogniser

function onCard(text: string): Candidate[] {
  if (!CARD.regexp().test(text)) return []
  return [...text.matchAll(NUMBER.regexp())].map((m) => ({
    start: m.index,
    end: m.index + m[0].length,
    score: 0.65,
    why: ['number of a card'],
    needsContext: false,
  }))
}
