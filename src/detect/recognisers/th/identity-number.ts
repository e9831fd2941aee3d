// stdnum th.idnr: Thai identity number
import { validate } from 'stdnum/lib/cjs/th/idnr.js'
import { digitsOf, number } from '../../boundary.ts'
import { nationalIdWords } from '../../context-words.ts'
import { isCalendar, isMerchandise } from '../../whole-value.ts'
import type { Recogniser } from '../../recogniser.ts'

/** second and third digit: the province of the register */
const PROVINCE = /^[1-8](?:1\d|2[0-7]|3\d|4\d|5[0-8]|6[0-7]|7[0-7]|8[0-6]|9[0-6])/

export const recogniser = {
  entity: 'th-identity-number',
  aliases: ['TH_TNIN', 'THAILAND_NATIONAL_ID_NUMBER'],
  family: 'national-id',
  country: 'TH',
  role: 'identifier',
  checksum: true,
  patterns: [
    { expression: number(String.raw`[1-8]-\d{4}-\d{5}-\d{2}-\d`), score: 0.6, name: 'th-identity-number' },
    { expression: number(String.raw`[1-8]\d{12}`), score: 0.3, name: 'th-identity-number' },
  ],
  prefilter: { digits: 13 },
  validate: (match) => validate(digitsOf(match)).isValid,
  chance: 0.1,
  whole: (value, validated) => validated === true && PROVINCE.test(value) && !isOrdinary(value),
  context: [
    'tnin',
    'thai id',
    'thai national',
    'เลขประจำตัว*',
    'เลขบัตรประชาชน*',
    'บัตรประชาชน*',
    'รหัสปชช',
    ...nationalIdWords,
  ],
  examples: {
    match: ['thai id 1100000373513'],
    reject: ['thai id 1100000373519', '1100000373513'],
  },
  source: 'stdnum th.idnr: Thai identity number',
} satisfies Recogniser

/**
 * Days, goods and whole seconds; of times in milliseconds, which begin as the numbers of those born since 1984 do, one in
 * twenty passes.
 */
function isOrdinary(value: string): boolean {
  return isCalendar(value) || isMerchandise(value) || /000$/.test(value)
}
