// German tax number in the federal form of 13 digits or the form of the states
import { number } from '../../boundary.ts'
import { taxIdWords } from '../../context-words.ts'
import { isMerchandise } from '../../whole-value.ts'
import type { Recogniser } from '../../recogniser.ts'

/**
 * The federal form: the state, its office, a zero, eight digits. Some write the key of the state (01 to 09) first, and what
 * begins with a zero is no amount.
 */
const ELSTER =
  /^(?:0[1-9]\d{11}|(?:28|11|24|22|26|23|27|21)\d{2}0\d{8}|(?:9\d{3}|5\d{3}|10\d{2}|30\d{2}|3[12]\d{2}|4[01]\d{2})0\d{8})$/

export const recogniser = {
  entity: 'de-tax-number',
  aliases: ['DE_TAX_NUMBER'],
  family: 'national-id',
  country: 'DE',
  role: 'identifier',
  checksum: false,
  patterns: [
    { expression: number(String.raw`\d{2,3}/\d{3,4}/\d{4,5}`), score: 0.5, name: 'de-tax-number' },
    { expression: number(String.raw`\d{13}`), score: 0.1, name: 'de-tax-number' },
  ],
  prefilter: { digits: 10 },
  whole: (value) => value.includes('/') || (ELSTER.test(value) && !isMerchandise(value)),
  context: ['steuernummer*', 'stnr', 'finanzamt*', 'steuer nr', 'st nr', ...taxIdWords],
  examples: {
    match: ['Steuernummer 00/000/00000'],
    reject: ['0000000000000'],
  },
  source: 'Bayerisches Landesamt für Steuern: federal form of 13 digits, forms of the states',
} satisfies Recogniser
