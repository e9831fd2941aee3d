// Street addresses in Kazakh, Russian and English: two cues, or a cue with a proper noun and a number
import { bareExpressions } from '../../address/bare-addresses.ts'
import { findAddresses } from '../../address/find-addresses.ts'
import { isOfBusiness, OF_BUSINESS } from '../../address/of-business.ts'
import { mayBeNumberInWords } from '../../address/items.ts'
import { findLatinAddresses } from '../../address/latin-address.ts'
import { findPostalLines, postalExpressions } from '../../address/postal-lines.ts'
import { addressExpressions, findLabelledAddresses, isLabelOfAddress } from '../../labelled/labelled-addresses.ts'
import type { NameToken } from '../../names/tokens.ts'
import type { Recogniser } from '../../recogniser.ts'

/** The words of addresses have two letters or more, but for some in Cyrillic letters; several lines may do without. */
const OF_ADDRESS = /[\p{Script=Cyrillic}\n]|\p{L}[\p{L}\p{M}'’ʼ\x60-]/u

/** A number, or three words */
const NUMBERED = /\d|(?:\p{L}[^\p{L}\d]{1,3}\p{L}{0,40}){2}\p{L}/u

export const recogniser = {
  entity: 'address',
  aliases: ['STREET_ADDRESS', 'ADDRESS', 'LOCATION_ADDRESS'],
  family: 'address',
  role: 'identifier',
  checksum: false,
  patterns: [],
  prefilter: { letters: true, minLength: 8 },
  needsInCells: [[OF_ADDRESS], [NUMBERED]],
  find: (text, _, words) =>
    mayHold(text, words())
      ? [
          ...findAddresses(text, words()),
          ...findLatinAddresses(text, words()),
          ...findLabelledAddresses(text, words()),
          ...findPostalLines(text, words()),
        ].filter(({ start }) => !isOfBusiness(text, start))
      : [],
  expressions: [...addressExpressions, ...postalExpressions, ...bareExpressions, OF_BUSINESS],
  context: [
    'address',
    'addr',
    'street',
    'адрес*',
    'мекенжай*',
    'мекен-жай*',
    'проживает',
    'прописан*',
    'зарегистрирован*',
    'тұрады',
    'located at',
  ],
  priority: 1,
  examples: {
    match: [
      'ул. Абая, д. 10, кв. 5',
      'Абай даңғылы, 10-үй, 5-пәтер',
      'г. Алматы, мкр. Самал-2, д. 33',
      'проспект Достык, 100',
      'Төле би көшесі 12',
      '12 Example Street, Springfield',
      '742 Evergreen Terrace Apt. 3',
    ],
    reject: ['в 2010 г. Алматы', '5 г соли', 'д. и с. рядом', 'үй жұмысы 5', 'room 12 of 20'],
  },
  source: 'words of addresses in kk, ru and en; single letters count only before a name or a number',
} satisfies Recogniser

/** Four words, a number in digits or words, or a label: "Адрес: ул. Абая" */
function mayHold(text: string, words: readonly NameToken[]): boolean {
  return (
    words.length >= LEAST_WORDS ||
    /\d/.test(text) ||
    words.some((token) => isLabelOfAddress(token) || mayBeNumberInWords(token.word))
  )
}

const LEAST_WORDS = 4
