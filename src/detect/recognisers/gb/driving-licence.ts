// DVLA: driver number of 16 characters, birth date in the middle
import { number } from '../../boundary.ts'
import { drivingLicenceWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'uk-driving-licence',
  aliases: ['UK_DRIVING_LICENCE', 'UK_DRIVERS_LICENSE_NUMBER'],
  family: 'document',
  country: 'GB',
  role: 'identifier',
  checksum: false,
  patterns: [
    {
      expression: number(
        String.raw`[A-Z][A-Z9]{4}\d(?:0[1-9]|1[0-2]|5[1-9]|6[0-2])(?:0[1-9]|[12]\d|3[01])\d[A-Z][A-Z9][0-9A-Z][A-Z]{2}`,
        'giu',
      ),
      score: 0.7,
      name: 'uk-driving-licence',
    },
  ],
  prefilter: { digits: 6, latin: true, minLength: 16 },
  context: [...drivingLicenceWords, 'dvla'],
  examples: {
    match: ['ZZZZZ001019ZZ0ZZ'],
    reject: ['ZZZZZ013010ZZ9ZZ'],
  },
  source: 'DVLA: driver number of 16 characters, birth date in the middle',
} satisfies Recogniser
