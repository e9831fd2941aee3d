// IIN (ЖСН/ИИН): Government Resolution P030000565_; the check stands in record/kz-id.ts
import { isValidIin } from '../../../record/kz-id.ts'
import { digitsOf, number, nearDigits } from '../../boundary.ts'
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
    {
      expression: number(
        String.raw`\d{6}[ -]\d{6}|\d{6} \d{3} \d{3}|\d{4} \d{4} \d{4}|\d{3} \d{3} \d{3} \d{3}|\d{2}(?:[ -]\d{2}){5}`,
      ),
      score: 0.5,
      name: 'iin in groups',
    },
    {
      expression: nearDigits(() => /(?<=ИИН|ЖСН|IIN)\d{12}(?![\p{Lu}\p{Ll}\p{N}])/gu, 12),
      score: 0.7,
      name: 'iin behind its name',
    },
  ],
  prefilter: { digits: 12 },
  // Century digits 1 and 2 (people born before 1900) are 5.75 % of time stamps YYMMDDhhmmss; 3 to 6 are none of them.
  validate: (match) => {
    const digits = digitsOf(match)
    return digits[6]! >= '3' && isValidIin(digits)
  },
  // a number whose leading zeros were lost is asked here too
  validateInContext: (match) => isValidIin(digitsOf(match).padStart(12, '0')),
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
    match: [
      '010203300174',
      '040229400257',
      '030415300202',
      'ИИН 991231100030',
      'ЖСН: 010203 300174',
      '0102 0330 0174',
      '01 02 03 30 01 74',
      'ИИН010203300174',
    ],
    reject: [
      '010203300175',
      '011332300179',
      '030415300240',
      '000000000000',
      '991231100030',
      '0102033001740',
      '01020330017',
      '10203300174',
      'ИИН 10203300175',
    ],
  },
  source: 'Government Resolution P030000565_; 12 digits, date, century and sex, check digit in two passes',
} satisfies Recogniser
