// Kyrgyz PIN (ИНН): sex, eight-digit birth date, five digits; no public check digit, so date and sex only
import { number } from '../../boundary.ts'
import { isDayMonth } from '../../checks.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'kg-pin',
  aliases: ['KG_PIN', 'KG_INN'],
  family: 'national-id',
  country: 'KG',
  role: 'identifier',
  checksum: false,
  patterns: [
    {
      expression: number(String.raw`[12](?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19\d\d|20[0-3]\d)\d{5}`),
      score: 0.5,
      name: 'kg-pin',
    },
  ],
  prefilter: { digits: 14 },
  validate: (match) =>
    isDayMonth(Number(match.slice(1, 3)), Number(match.slice(3, 5)), Number(match.slice(5, 9))) ? undefined : false,
  context: ['пин', 'инн', 'pin', 'жеке номер', 'персональный идентификационный'],
  examples: {
    match: ['20102190100001', '12902190400002'],
    reject: ['30102190100001', '23102190100001', '12902190300002', '2010219010000'],
  },
  source: 'Kyrgyz PIN (ИНН): sex, eight-digit birth date, five digits; no public check digit, so date and sex only',
} satisfies Recogniser
