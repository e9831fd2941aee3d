// Countries (CLDR, through Intl) and places behind words of place, in English running text
import { findPlaces, placeExpressions } from '../../address/find-places.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'place',
  aliases: ['GPE', 'LOCATION', 'CITY', 'COUNTRY', 'STATE'],
  family: 'address',
  role: 'quasi-identifier',
  checksum: false,
  patterns: [],
  prefilter: { capital: true, minLength: 10 },
  find: findPlaces,
  expressions: placeExpressions,
  priority: -2,
  offByDefault: true,
  proseOnly: true,
  examples: {
    match: ['we moved here from Kazakhstan last year', 'our office is based in Springfield now'],
    reject: ['Kazakhstan', 'in January we met again here'],
  },
  source: 'CLDR region names; words of place before a capital',
} satisfies Recogniser
