// Forms of address before a name
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'title',
  aliases: ['TITLE'],
  family: 'person',
  role: 'insensitive',
  checksum: false,
  patterns: [
    {
      expression:
        /(?<![\p{L}\p{N}])(?:Mrs|Mr|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Madam|Господин|Госпожа|г-н|г-жа)\.?(?= \p{Lu}\p{Ll}{1,30}(?!\p{Ll}|['’]s(?!\p{L})))/gu,
      score: 0.6,
      name: 'form of address',
    },
  ],
  prefilter: { capital: true, minLength: 5 },
  offByDefault: true,
  proseOnly: true,
  examples: {
    match: ['please write to Mrs. Example about it'],
    reject: ['the mr. is out', "Mr Example's School", 'Dr. 12'],
  },
  source: 'usual forms of address',
} satisfies Recogniser
