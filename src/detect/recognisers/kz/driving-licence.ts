// Driving licence of Kazakhstan: two forms are seen, neither with a check, so only beside a word
import { number } from '../../boundary.ts'
import { drivingLicenceWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'kz-driving-licence',
  aliases: ['KZ_DRIVING_LICENCE', 'KZ_DRIVER_LICENSE'],
  family: 'document',
  country: 'KZ',
  role: 'identifier',
  checksum: false,
  patterns: [
    {
      expression: number(String.raw`[A-ZАВЕКМНОРСТУХ]{2} ?\d{6}|\d{10}`, 'giu'),
      score: 0.3,
      name: 'kz-driving-licence',
    },
  ],
  prefilter: { digits: 6 },
  context: [...drivingLicenceWords, 'в/у', 'ву', 'права', 'жүргізуші куәлігі*', 'куәлік*', 'куәлігі*'],
  needsContext: true,
  priority: 1,
  examples: {
    match: [
      'водительское удостоверение AB 000001',
      'жүргізуші куәлігі CD000002',
      'в/у АВ 000001',
      'КУӘЛІК: CA 000004',
      'driver licence 0000000003',
    ],
    reject: ['AB000001', 'водительское удостоверение AB 00001', 'водительское удостоверение ABC000001'],
  },
  source: 'two letters and six digits, or ten digits; not confirmed by a public standard',
} satisfies Recogniser
