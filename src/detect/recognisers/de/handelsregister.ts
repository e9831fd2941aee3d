// German commercial register: HRA or HRB and up to six digits
import { number } from '../../boundary.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'de-handelsregister',
  aliases: ['DE_HANDELSREGISTER'],
  family: 'organisation',
  country: 'DE',
  role: 'insensitive',
  checksum: false,
  patterns: [
    { expression: number(String.raw`HR[AB] ?\d{4,6}(?: ?[A-Z]{1,2})?`), score: 0.6, name: 'de-handelsregister' },
    // short numbers: HRB is a scale of hardness too
    { expression: number(String.raw`HR[AB] ?\d{1,3}`), score: 0.3, name: 'de-handelsregister, short' },
  ],
  prefilter: { digits: 1, capital: true, latin: true, minLength: 4 },
  context: ['handelsregister*', 'amtsgericht*', 'registergericht*', 'hr nummer'],
  offByDefault: true,
  examples: {
    match: ['HRB 123456', 'HRA12345', 'Amtsgericht München HRB 42'],
    reject: ['HRB 85', 'HRC 12345', 'HRB 1234567'],
  },
  source: 'Handelsregisterverordnung: sections A and B',
} satisfies Recogniser
