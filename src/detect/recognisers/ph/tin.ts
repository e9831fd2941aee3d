// Philippine taxpayer identification number: nine digits with a check digit, three to five of the branch
import { digitsOf, number } from '../../boundary.ts'
import { taxIdWords } from '../../context-words.ts'
import type { Recogniser, Validation } from '../../recogniser.ts'

export const recogniser = {
  entity: 'ph-tin',
  aliases: ['PH_TIN'],
  family: 'national-id',
  country: 'PH',
  role: 'identifier',
  checksum: true,
  patterns: [
    { expression: number(String.raw`\d{3}-\d{3}-\d{3}(?:-\d{3,5})?`), score: 0.5, name: 'ph-tin' },
    { expression: number(String.raw`\d{9}|\d{12}`), score: 0.15, name: 'ph-tin of digits' },
  ],
  prefilter: { digits: 9 },
  validate: checkDigit,
  chance: 0.1,
  context: ['tin', 'bir', 'tax identification', ...taxIdWords],
  examples: {
    match: ['TIN 000-000-012-000', 'Tax ID: 000-123-456'],
    reject: ['000-000-0001', 'TIN 000-000-013-000', '000000012'],
  },
  source: 'Bureau of Internal Revenue: weights 9 to 2 modulo 11',
} satisfies Recogniser

function checkDigit(match: string): Validation {
  const d = digitsOf(match)
  const sum = [9, 8, 7, 6, 5, 4, 3, 2].reduce((s, w, i) => s + w * Number(d[i]), 0)
  return sum > 0 && sum % 11 === Number(d[8])
}
