// Uzbekistan PINFL: century and sex, birth date, district, serial, check digit 7 3 1
import { number } from '../../boundary.ts'
import { isDayMonth } from '../../checks.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'uz-pinfl',
  aliases: ['UZ_PINFL', 'UZ_JSHSHIR'],
  family: 'national-id',
  country: 'UZ',
  role: 'identifier',
  checksum: true,
  patterns: [{ expression: number(String.raw`[1-6]\d{13}`), score: 0.5, name: 'uz-pinfl' }],
  prefilter: { digits: 14 },
  validate: isPinfl,
  chance: 0.0026,
  context: ['пинфл', 'pinfl', 'жшшир', 'jshshir', 'жеке сәйкестендіру', 'персональный идентификационный'],
  examples: {
    match: ['30102020010016', '42902040010028'],
    reject: ['30102020010017', '33102020010015', '70102020010014', '4290204001002'],
  },
  source: 'Uzbekistan PINFL: century and sex, birth date, district, serial, check digit 7 3 1',
} satisfies Recogniser

function isPinfl(match: string): boolean {
  const century = [1800, 1800, 1900, 1900, 2000, 2000][Number(match[0]) - 1]!
  if (!isDayMonth(Number(match.slice(1, 3)), Number(match.slice(3, 5)), century + Number(match.slice(5, 7))))
    return false
  const sum = [...match.slice(0, 13)].reduce((s, d, i) => s + Number(d) * [7, 3, 1][i % 3]!, 0)
  return sum % 10 === Number(match[13])
}
