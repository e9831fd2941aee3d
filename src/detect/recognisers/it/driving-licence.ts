// Italian driving licence forms
import { number } from '../../boundary.ts'
import { drivingLicenceWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'it-driving-licence',
  aliases: ['IT_DRIVER_LICENSE'],
  family: 'document',
  country: 'IT',
  role: 'identifier',
  checksum: false,
  patterns: [
    {
      expression: number(String.raw`[A-Z]{2}\d{7}[A-Z]|U1[0-9BCDFGHLJKMNPRSTUWYXZ]{7}[A-Z]`, 'giu'),
      score: 0.35,
      name: 'it-driving-licence',
    },
  ],
  prefilter: { digits: 1, latin: true, minLength: 10 },
  whole: () => true,
  context: ['patente', 'patente di guida', 'licenza di guida', ...drivingLicenceWords],
  examples: {
    match: ['patente ZZ0000001Z'],
    reject: ['ZZ0000001Z'],
  },
  source: 'Italian driving licence forms',
} satisfies Recogniser
