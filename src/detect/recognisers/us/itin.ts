// US Internal Revenue Service: ITIN, 9xx with fourth and fifth digit 50-65, 70-88, 90-92, 94-99
import { number } from '../../boundary.ts'
import { taxIdWords } from '../../context-words.ts'
import { isEverydayNumber } from '../../whole-value.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'us-itin',
  aliases: ['US_ITIN', 'US_INDIVIDUAL_TAXPAYER_IDENTIFICATION_NUMBER'],
  family: 'national-id',
  country: 'US',
  role: 'identifier',
  checksum: false,
  patterns: [
    {
      expression: number(String.raw`9\d{2}[- ](?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])[- ]\d{4}`),
      score: 0.55,
      name: 'us-itin',
    },
    {
      expression: number(String.raw`9\d{2}-?(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])-?\d{4}`),
      score: 0.25,
      name: 'us-itin',
    },
  ],
  prefilter: { digits: 9 },
  // of numbers of nine digits four in a hundred
  whole: (value) => !isEverydayNumber(value),
  context: ['itin', 'individual taxpayer', 'taxid', ...taxIdWords],
  examples: {
    match: ['912-70-1234', 'ITIN 912701234'],
    reject: ['912-89-1234', '812-70-1234'],
  },
  source: 'US Internal Revenue Service: ITIN, 9xx with fourth and fifth digit 50-65, 70-88, 90-92, 94-99',
} satisfies Recogniser
