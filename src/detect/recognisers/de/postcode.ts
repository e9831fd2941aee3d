// German postcodes: five digits, only beside a word or behind the letter of the country
import { number } from '../../boundary.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'de-postcode',
  aliases: ['DE_PLZ'],
  family: 'address',
  country: 'DE',
  role: 'quasi-identifier',
  checksum: false,
  patterns: [
    { expression: number(String.raw`D-(?:0[1-9]|[1-9]\d)\d{3}`), score: 0.5, name: 'de-postcode with the country' },
    { expression: number(String.raw`(?:0[1-9]|[1-9]\d)\d{3}`), score: 0.1, name: 'de-postcode' },
  ],
  prefilter: { digits: 5 },
  context: ['plz', 'postleitzahl*', 'wohnort', 'anschrift'],
  needsContext: true,
  offByDefault: true,
  examples: { match: ['PLZ 01001', 'Postleitzahl: 99998'], reject: ['01001', 'PLZ 00100', 'PLZ 1001'] },
  source: 'Deutsche Post: 01001 to 99998',
} satisfies Recogniser
