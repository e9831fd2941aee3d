// AAMVA: driving licence formats of the states, context only
import { number } from '../../boundary.ts'
import { drivingLicenceWords } from '../../context-words.ts'
import { fillsDocumentNumber } from '../../whole-value.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'us-driving-licence',
  aliases: ['US_DRIVER_LICENSE', 'US_DRIVERS_LICENSE_NUMBER'],
  family: 'document',
  country: 'US',
  role: 'identifier',
  checksum: false,
  patterns: [
    {
      expression: number(
        String.raw`[A-Z]{1,2}\d{5,14}|\d{7,9}|[A-Z]\d{3}(?:[ -]\d{3,5}){2,3}|[A-Z]\d{2}[ -]\d{2}[ -]\d{4}|\d{3,4}[ -]\d{2}[ -]\d{4}|\d{2,3}[ -]\d{3}[ -]\d{3}`,
        'giu',
      ),
      score: 0.2,
      name: 'us-driving-licence',
    },
  ],
  prefilter: { digits: 5 },
  // a letter and eight digits: Arizona, Hawaii, Kansas, Kentucky, Massachusetts, Nebraska, Virginia and others
  whole: (value) => /^.\d/.test(value) && fillsDocumentNumber(value),
  context: [
    ...drivingLicenceWords,
    'dl',
    'dls',
    'cdl',
    'lic#',
    'driver lic',
    'drivers lic',
    'driver s lic',
    "driver's lic",
    'license number',
    'licence number',
    'driving permit',
  ],
  needsContext: true,
  examples: {
    match: [
      'Drivers lic. no.: D0000001 (CA)',
      "driver's license D0000001",
      "driver's license number is D000-0000-0001",
    ],
    reject: ['D0000001', 'A1'],
  },
  source: 'AAMVA: driving licence formats of the states, context only',
} satisfies Recogniser
