// A date beside a word of birth
import { isDate, NUMERIC_DATE, WRITTEN_DATE } from '../../date-forms.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'birth-date',
  aliases: ['DATE_OF_BIRTH', 'BIRTH_DATE', 'DOB'],
  family: 'date',
  role: 'quasi-identifier',
  checksum: false,
  patterns: [
    { expression: NUMERIC_DATE, score: 0.4, name: 'date' },
    { expression: WRITTEN_DATE, score: 0.4, name: 'date in words' },
  ],
  prefilter: { digits: 3, minLength: 6 },
  validate: (match) => (isDate(match) ? undefined : false),
  context: [
    'birth',
    'birthday',
    'birthdate',
    'born',
    'dob',
    'date of birth',
    'bday',
    'b day',
    'рождения',
    'рождён',
    'рожден',
    'родился',
    'родилась',
    'др',
    'д р',
    'г р',
    'д.р',
    'г.р',
    'дата рожд*',
    'туған',
    'туған күн*',
    'туылған',
    'туылған күн*',
    'ж.т',
  ],
  needsContext: true,
  examples: {
    match: ['дата рождения 29.02.1904', 'туған күні: 1904-02-29', 'born on 29 February 1904', '03.02.1901 г.р.'],
    reject: ['29.02.1904', 'дата рождения 30.02.1904', 'date 1904-02-29'],
  },
  source: 'ISO 8601, day-first forms of kk and ru, month-first form of en-US',
} satisfies Recogniser
