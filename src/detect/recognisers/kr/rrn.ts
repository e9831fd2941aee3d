// Korean resident and foreigner registration numbers: birth date, century and sex, check digit mod 11
import { digitsOf, number } from '../../boundary.ts'
import { nationalIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'kr-rrn',
  aliases: ['KR_RRN', 'KR_FRN', 'KOREA_RRN'],
  family: 'national-id',
  country: 'KR',
  role: 'identifier',
  checksum: true,
  patterns: [
    { expression: number(String.raw`\d{6}-[1-8]\d{6}`), score: 0.5, name: 'kr-rrn' },
    { expression: number(String.raw`\d{6}[1-8]\d{6}`), score: 0.35, name: 'kr-rrn' },
  ],
  prefilter: { digits: 13 },
  validate: isRegistration,
  chance: 0.004,
  context: ['주민등록번호', '외국인등록번호', 'rrn', 'frn', ...nationalIdWords],
  examples: {
    match: ['010203-1000002'],
    reject: ['013203-1000002'],
  },
  source: 'Korean resident and foreigner registration numbers: birth date, century and sex, check digit mod 11',
} satisfies Recogniser

/** Birth date, century digit, and a check digit mod 11 that numbers issued since October 2020 no longer carry. */
function isRegistration(match: string): boolean | undefined {
  const d = digitsOf(match)
  const month = Number(d.slice(2, 4))
  const day = Number(d.slice(4, 6))
  if (month < 1 || month > 12 || day < 1 || day > 31) return false
  const sum = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5].reduce((s, w, i) => s + w * Number(d[i]), 0)
  const foreign = Number(d[6]) >= 5
  return (foreign ? 13 - (sum % 11) : 11 - (sum % 11)) % 10 === Number(d[12])
}
