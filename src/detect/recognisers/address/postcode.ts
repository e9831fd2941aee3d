// Postcodes of any country behind the name of a place, in English running text
import { CALLED, findPostcodes, POSTCODE } from '../../address/find-postcodes.ts'
import { ENGLISH } from '../../english/english-text.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'postcode',
  aliases: ['ZIP_CODE', 'POSTCODE', 'POSTAL_CODE', 'ZIP'],
  family: 'address',
  role: 'quasi-identifier',
  checksum: false,
  patterns: [],
  prefilter: { latin: true, digits: 2, minLength: 12 },
  find: (text, _, words) => findPostcodes(text, words()),
  needsInCells: [...ENGLISH, [/ /u]],
  expressions: [POSTCODE, CALLED],
  priority: -2,
  offByDefault: true,
  proseOnly: true,
  examples: {
    match: ['our new office is located in Musterstadt 12345 and growing', 'and the zip code is 12345, thanks'],
    reject: ['Musterstadt 12345', 'we have sold 12345 of them in May 12345'],
  },
  source: 'Universal Postal Union: four to six digits in most countries',
} satisfies Recogniser
