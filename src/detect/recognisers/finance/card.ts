// ISO/IEC 7812: payment cards by issuer range, length and Luhn; Luhn alone passes every tenth number
import { digitsOf, number, oneDigit } from '../../boundary.ts'
import { luhn } from '../../checks.ts'
import { bankWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

const MAESTRO = [12, 13, 14, 15, 16, 17, 18, 19]

/** [first, last] of the leading digits, and the lengths issued there. */
const RANGES: readonly (readonly [number, number, readonly number[]])[] = [
  [4, 4, [13, 16, 19]], // Visa
  [51, 55, [16]], // Mastercard
  [2221, 2720, [16]], // Mastercard
  [34, 34, [15]], // American Express
  [37, 37, [15]], // American Express
  [300, 305, [14]], // Diners Club
  [36, 36, [14]], // Diners Club
  [38, 39, [14]], // Diners Club
  [6011, 6011, [16]], // Discover
  [644, 659, [16]], // Discover, RuPay
  [3528, 3589, [16]], // JCB
  [62, 62, [16, 17, 18, 19]], // UnionPay
  [2131, 2131, [15]], // JCB
  [1800, 1800, [15]], // JCB
  [5018, 5018, MAESTRO],
  [5020, 5020, MAESTRO],
  [5038, 5038, MAESTRO],
  [5893, 5893, MAESTRO],
  [6304, 6304, MAESTRO],
  [6759, 6759, MAESTRO],
  [6761, 6763, MAESTRO],
  [2200, 2204, [16, 17, 18, 19]], // Mir
  [8600, 8600, [16]], // Uzcard
  [9860, 9860, [16]], // Humo
]

export const recogniser = {
  entity: 'card',
  aliases: ['CREDIT_CARD', 'CREDIT_CARD_NUMBER'],
  family: 'finance',
  role: 'identifier',
  checksum: true,
  patterns: [
    {
      expression: number(String.raw`\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{1,4}(?:[ -]\d{1,3})?|\d{4}[ -]\d{6}[ -]\d{4,5}`),
      score: 0.6,
      name: 'card in groups',
    },
    { expression: number(String.raw`\d{12,19}`), score: 0.45, name: 'card' },
  ],
  prefilter: { digits: 12 },
  validate: isCard,
  // ranges that no scheme publishes (airlines, shops, test data) are believed beside a word
  validateInContext: (match) => {
    const digits = digitsOf(match)
    return digits.length >= 13 && !oneDigit(digits) && luhn(digits) ? undefined : false
  },
  chance: 0.03,
  context: [
    ...bankWords,
    'card',
    'credit card',
    'debit card',
    'card number',
    'visa',
    'mastercard',
    'карта',
    'карты',
    'карте',
    'картой',
    'карту',
    'номер карты',
    'картасы*',
    'карточк*',
    'cc',
  ],
  veto: ['штрихкод*', 'штрих-код*', 'штрих код*', 'баркод*', 'barcode*', 'ean', 'ean-13', 'gtin', 'upc'],
  priority: 2,
  examples: {
    match: [
      '4111 1111 1111 1111',
      '378282246310005',
      '2200-0000-0000-0004',
      'card 5555555555554444',
      'card 3500000000000009 is lost',
      'card 122000000000003',
      'card 3500000000000009',
    ],
    reject: [
      '4111 1111 1111 1112',
      'card 3500000000000008',
      '3500000000000009',
      '122000000000003',
      '1234567890123452',
      '0000000000000000',
      '0.250750683890174',
      'штрихкод 4000000000006',
    ],
  },
  source: 'ISO/IEC 7812-1; ranges published by the schemes; test numbers of the schemes in the examples',
} satisfies Recogniser

function isCard(match: string): boolean {
  const digits = digitsOf(match)
  if (oneDigit(digits) || !luhn(digits)) return false
  return RANGES.some(([first, last, lengths]) => {
    const prefix = Number(digits.slice(0, String(first).length))
    return prefix >= first && prefix <= last && lengths.includes(digits.length)
  })
}
