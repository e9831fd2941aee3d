// Korean registration number of a foreigner: as a resident's, with 5 to 8 for century and sex and two more in the check
import { number } from '../../boundary.ts'
import { isKrRegistration } from '../../checks.ts'
import { nationalIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'kr-frn',
  aliases: ['KR_FRN', 'KOREA_FRN'],
  family: 'national-id',
  country: 'KR',
  role: 'identifier',
  checksum: true,
  patterns: [
    { expression: number(String.raw`\d{6}-[5-8]\d{6}`), score: 0.5, name: 'kr-frn' },
    { expression: number(String.raw`\d{6}[5-8]\d{6}`), score: 0.35, name: 'kr-frn' },
  ],
  prefilter: { digits: 13 },
  validate: isKrRegistration,
  chance: 0.004,
  context: ['외국인등록*', 'frn', '외국인번호*', 'foreigner registration', ...nationalIdWords],
  examples: {
    match: ['010203-5000005'],
    reject: ['013203-5000005', '010203-5000007', '010203-1000002'],
  },
  source: 'Korea Immigration Service: foreigner registration number, check digit mod 11 plus 2',
} satisfies Recogniser
