// BIN (БСН/БИН): Government Resolution P070000406_; the check stands in record/kz-id.ts
import { isValidBin } from '../../../record/kz-id.ts'
import { digitsOf, number, nearDigits } from '../../boundary.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'bin',
  aliases: ['KZ_BIN', 'KAZAKHSTAN_BIN'],
  family: 'organisation',
  country: 'KZ',
  // A company's number; only a joint sole proprietorship (fifth digit 6) stands for people.
  role: 'insensitive',
  checksum: true,
  patterns: [
    { expression: number(String.raw`\d{12}`), score: 0.5, name: 'bin' },
    {
      expression: number(String.raw`\d{6}[ -]\d{6}|\d{4} \d{4} \d{4}|\d{3} \d{3} \d{3} \d{3}`),
      score: 0.5,
      name: 'bin in groups',
    },
    {
      expression: nearDigits(() => /(?<=БИН|БСН|BIN)\d{12}(?![\p{Lu}\p{Ll}\p{N}])/gu, 12),
      score: 0.7,
      name: 'bin behind its name',
    },
  ],
  prefilter: { digits: 12 },
  validate: (match) => isValidBin(digitsOf(match)),
  // a number whose leading zeros were lost
  validateInContext: (match) => isValidBin(digitsOf(match).padStart(12, '0')),
  padTo: 12,
  chance: 0.0018,
  priority: 9,
  context: [
    'бин',
    'бсн',
    'bin',
    'бизнес сәйкестендіру',
    'бизнес идентификационн*',
    'business identification',
    'иин/бин',
    'жсн/бсн',
  ],
  offByDefault: true,
  examples: {
    match: ['880740000125', '880751000343', '900163000056', '880340000205', 'БИН 880740 000125', 'БИН880740000125'],
    reject: ['880740000128', '881340000123', '880749000124', '010203300174', '8807400001'],
  },
  source: 'Government Resolution P070000406_; 12 digits, month, type 4-6, subtype 0-4, check digit',
} satisfies Recogniser
