// СФР: СНИЛС, control number mod 101
import { digitsOf, number } from '../../boundary.ts'
import { weighted } from '../../check-digits.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'ru-snils',
  aliases: ['RU_SNILS'],
  family: 'national-id',
  country: 'RU',
  role: 'identifier',
  checksum: true,
  patterns: [
    {
      expression: number(String.raw`\d{3}-\d{3}-\d{3}[ -]\d{2}|\d{3} \d{3} \d{3} \d{2}`),
      score: 0.7,
      name: 'ru-snils',
    },
    { expression: number(String.raw`\d{11}`), score: 0.4, name: 'ru-snils' },
  ],
  prefilter: { digits: 11 },
  validate: isSnils,
  chance: 0.009,
  context: ['снилс', 'snils', 'страховой номер', 'сақтандыру нөмір*'],
  examples: {
    match: ['97012345692', '970-012-899 00'],
    reject: ['97012345693', '79123456921', '00000000000', '9723456824'],
  },
  source: 'СФР: СНИЛС, control number mod 101',
} satisfies Recogniser

/** Numbers up to 001-001-998 carry no control number. That no digit stands three times in a row is said, but not of all. */
function isSnils(match: string): boolean {
  const d = digitsOf(match)
  if (Number(d.slice(0, 9)) <= 1001998) return false
  const sum = weighted(d, WEIGHTS) % 101
  return (sum === 100 ? 0 : sum) === Number(d.slice(9))
}

const WEIGHTS = [9, 8, 7, 6, 5, 4, 3, 2, 1]
