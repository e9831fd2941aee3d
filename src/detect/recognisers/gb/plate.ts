// DVLA: registration marks since 2001, 1983-2001 and before
import { number } from '../../boundary.ts'
import { plateWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'uk-plate',
  aliases: ['UK_VEHICLE_REGISTRATION'],
  family: 'document',
  country: 'GB',
  role: 'quasi-identifier',
  checksum: false,
  patterns: [
    {
      expression: number(String.raw`[A-HJ-PR-Y][A-HJ-PR-Y](?:0[1-9]|[1-2]\d|5[1-9]|6\d|7[0-9]) ?[A-HJ-PR-Z]{3}`),
      score: 0.5,
      name: 'uk-plate',
    },
    { expression: number(String.raw`[A-HJ-NPR-TV-Y]\d{1,3} ?[A-HJ-PR-Z]{3}`), score: 0.35, name: 'uk-plate' },
    {
      expression: number(String.raw`[A-HJ-PR-Z]{3} ?\d{1,3}[A-HJ-NPR-TV-Y]`),
      score: 0.3,
      name: 'uk-plate before 1983',
      needsContext: true,
    },
  ],
  prefilter: { digits: 1, capital: true, latin: true, minLength: 5 },
  // the year's letter behind a number is a unit more often: 100 W, 128 G
  whole: (value) => !/^[A-Z]{3} ?\d+[ABCGHKLMTVW]$/.test(value),
  context: [...plateWords, 'dvla', 'v5c', 'licence plate'],
  examples: {
    match: ['XX07 AAA'],
    reject: ['XX35 XYZ', 'XX007AAA'],
  },
  source: 'DVLA: registration marks since 2001, 1983-2001 and before',
} satisfies Recogniser
