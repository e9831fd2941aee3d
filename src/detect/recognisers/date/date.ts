// Calendar dates; a plain date says little about whom, so in a bare cell it scores under the usual threshold
import type { Recogniser } from '../../recogniser.ts'
import { ENGLISH } from '../../english/english-text.ts'
import { dateExpressions, findDates } from '../../english/find-dates.ts'
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
  prefilter: { digits: 1, minLength: 6 },
  find: (text, _, words) => findDates(text, words()),
  needsInCells: [...ENGLISH, [NUMERIC_DATE, WRITTEN_DATE, / \d/u]],
  expressions: dateExpressions,
  validate: (match) => (isDate(match) ? undefined : false),
  priority: -1,
  offByDefault: true,
  examples: {
    match: [
      'the shop was sold again in 1987, and burnt down',
      'we meet on 2024-02-29 10:30 as agreed',
      'the Example Act of 1998 says so',
      'Today is 5/20/2021',
      'Today is 05/21',
      'Since April 3 there is no hot water in our house.',
      'the report is due 12/1',
      'it was sent at 2024-03-15T14:30:00+02:00 from here',
    ],
    reject: [
      '2024-02-30',
      '2024-13-01',
      '12.13.14.15',
      '2024-02-29',
      '2024-03-15T14:30:00Z',
      'a story told in 2000 words and pictures',
      'the shop is open on 24/7 as before',
      'it was cut on 1/2 of the length',
    ],
  },
  source: 'ISO 8601, day-first forms of kk and ru, month-first form of en-US',
} satisfies Recogniser
