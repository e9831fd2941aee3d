// Postcodes of Kazakhstan: seven characters since 2015, six digits before
import { number } from '../../boundary.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'kz-postcode',
  aliases: ['KZ_POSTCODE'],
  family: 'address',
  country: 'KZ',
  role: 'quasi-identifier',
  checksum: false,
  patterns: [
    { expression: number(String.raw`[A-Z]\d{2}[A-Z]\d[A-Z]\d`), score: 0.45, name: 'kz-postcode' },
    { expression: number(String.raw`0[1-9]\d{4}|1[0-6]\d{4}`), score: 0.15, name: 'kz-postcode of six digits' },
  ],
  prefilter: { digits: 4, minLength: 6 },
  context: ['индекс*', 'пошта индексі', 'поштаның индексі', 'почтов* индекс*', 'postcode', 'postal code', 'zip'],
  whole: (value) => /^[A-Z]/.test(value),
  offByDefault: true,
  examples: {
    match: ['индекс A00A0A0', 'пошта индексі 050000', 'postcode Z05T1X0'],
    reject: ['050000', 'индекс A0A0A0', 'индекс 990000'],
  },
  source: 'Казпочта: letter, two digits, letter, digit, letter, digit; old form of six digits, regions 01-16',
} satisfies Recogniser
