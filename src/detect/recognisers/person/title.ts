// Forms of address before a name, and occupations in English running text
import { ENGLISH } from '../../english/english-text.ts'
import { findTitles } from '../../english/find-titles.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'title',
  aliases: ['TITLE', 'JOB_TITLE'],
  family: 'person',
  role: 'insensitive',
  checksum: false,
  patterns: [
    {
      expression:
        /(?<![\p{L}\p{N}])(?:Mrs|Mr|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Madam|Lord|Lady|Captain|Sgt|Rev|Господин|Госпожа|г-н|г-жа)\.?(?= \p{Lu}\p{Ll}{1,30}(?!\p{Ll}|['’]s(?!\p{L})))/gu,
      score: 0.6,
      name: 'form of address',
    },
  ],
  prefilter: { letters: true, minLength: 5 },
  find: (text, _, words) => findTitles(text, words()),
  needsInCells: [...ENGLISH, [/\s/u]],
  offByDefault: true,
  proseOnly: true,
  examples: {
    match: [
      'please write to Mrs. Example about it',
      'she has worked as a booking clerk since May',
      'Anna Example\nStaff nurse\nMobile: 5',
    ],
    reject: ['the mr. is out', "Mr Example's School", 'Dr. 12', 'Booking clerk', 'as far as we know, it is the same'],
  },
  source: 'usual forms of address; heads of occupations written by hand',
} satisfies Recogniser
