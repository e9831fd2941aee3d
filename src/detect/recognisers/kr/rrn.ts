// Korean resident registration number: birth date, century and sex, check digit mod 11
import { number } from '../../boundary.ts'
import { isKrRegistration } from '../../checks.ts'
import { nationalIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'kr-rrn',
  aliases: ['KR_RRN', 'KOREA_RRN'],
  family: 'national-id',
  country: 'KR',
  role: 'identifier',
  checksum: true,
  patterns: [
    { expression: number(String.raw`\d{6}-[1-4]\d{6}`), score: 0.5, name: 'kr-rrn' },
    { expression: number(String.raw`\d{6}[1-4]\d{6}`), score: 0.35, name: 'kr-rrn' },
  ],
  prefilter: { digits: 13 },
  validate: isKrRegistration,
  chance: 0.004,
  context: ['주민등록*', 'rrn', '주민번호*', 'resident registration', ...nationalIdWords],
  examples: {
    match: ['010203-1000002'],
    reject: ['013203-1000002', '010203-5000004'],
  },
  source: 'Korean resident registration number: birth date, century and sex, check digit mod 11',
} satisfies Recogniser
