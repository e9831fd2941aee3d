// IIN (ЖСН/ИИН): Government Resolution P030000565_; the check stands in record/kz-id.ts
import { isValidIin } from '../../../record/kz-id.ts'
import { digitsOf, number } from '../../boundary.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'iin',
  aliases: ['KZ_IIN', 'KAZAKHSTAN_IIN'],
  family: 'national-id',
  country: 'KZ',
  role: 'identifier',
  checksum: true,
  patterns: [
    { expression: number(String.raw`\d{12}`), score: 0.5, name: 'iin' },
    { expression: number(String.raw`\d{6}[ -]\d{6}`), score: 0.5, name: 'iin in two halves' },
  ],
  prefilter: { digits: 12 },
  // Century digits 1 and 2 (people born before 1900) are 5.75 % of time stamps YYMMDDhhmmss; 3 to 6 are none of them.
  validate: (match) => /^[3-6]$/.test(digitsOf(match)[6]!) && isValidIin(digitsOf(match)),
  validateInContext: (match) => isValidIin(digitsOf(match)),
  padTo: 12,
  chance: 0.0021,
  priority: 10,
  context: [
    'иин',
    'жсн',
    'iin',
    'жеке сәйкестендіру нөмір*',
    'индивидуальн* идентификационн*',
    'individual identification',
    'иин/бин',
    'жсн/бсн',
    'taxpayer id',
  ],
  examples: {
    match: ['010203300174', '040229400257', '030415300202', 'ИИН 991231100030', 'ЖСН: 010203 300174'],
    reject: [
      '010203300175',
      '011332300179',
      '030415300240',
      '000000000000',
      '991231100030',
      '0102033001740',
      '01020330017',
    ],
  },
  source: 'Government Resolution P030000565_; 12 digits, date, century and sex, check digit in two passes',
} satisfies Recogniser
