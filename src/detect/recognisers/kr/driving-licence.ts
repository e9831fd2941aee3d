// Korean driving licence: region, year, six digits, two more
import { number } from '../../boundary.ts'
import { drivingLicenceWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'kr-driving-licence',
  aliases: ['KR_DRIVER_LICENSE'],
  family: 'document',
  country: 'KR',
  role: 'identifier',
  checksum: false,
  patterns: [
    {
      expression: number(String.raw`(?:1[1-9]|2[0-6]|28)-\d{2}-\d{6}-\d{2}`),
      score: 0.55,
      name: 'kr-driving-licence',
    },
    { expression: number(String.raw`(?:1[1-9]|2[0-6]|28)\d{10}`), score: 0.1, name: 'kr-driving-licence of digits' },
  ],
  prefilter: { digits: 12 },
  context: ['운전면허*', '면허*', ...drivingLicenceWords],
  examples: {
    match: ['11-00-000001-00', '운전면허 110000000100'],
    reject: ['29-00-000001-00', '110000000100', '11-00-00001-00'],
  },
  source: 'Korean National Police Agency: region 11-26 and 28, year, serial number, check and issue digits',
} satisfies Recogniser
