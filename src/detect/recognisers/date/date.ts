// Calendar dates; a plain date says little about whom, so it scores under the usual threshold
import type { Recogniser } from '../../recogniser.ts'
import { isDate, NUMERIC_DATE, WRITTEN_DATE } from '../../date-forms.ts'

export const recogniser = {
  entity: 'date',
  aliases: ['DATE_TIME', 'DATE'],
  family: 'date',
  role: 'quasi-identifier',
  checksum: false,
  patterns: [
    { expression: NUMERIC_DATE, score: 0.4, name: 'date' },
    { expression: WRITTEN_DATE, score: 0.4, name: 'date in words' },
  ],
  prefilter: { digits: 3, minLength: 6 },
  validate: (match) => (isDate(match) ? undefined : false),
  priority: -1,
  offByDefault: true,
  examples: { match: [], reject: ['2024-02-30', '2024-13-01', '12.13.14.15', '2024-02-29'] },
  source: 'ISO 8601, day-first forms of kk and ru, month-first form of en-US',
} satisfies Recogniser
