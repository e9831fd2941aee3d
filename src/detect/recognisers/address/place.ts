// Countries (CLDR, through Intl) and places behind words of place, in English running text
import { findPlaces } from '../../address/find-places.ts'
import { CAPITAL, ENGLISH } from '../../english/english-text.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'place',
  aliases: ['GPE', 'LOCATION', 'CITY', 'COUNTRY', 'STATE'],
  family: 'address',
  role: 'quasi-identifier',
  checksum: false,
  patterns: [],
  prefilter: { latin: true, minLength: 10 },
  find: (text, _, words) => [...findPlaces(text, words())],
  needsInCells: [...ENGLISH, [CAPITAL, /\s/u]],
  priority: -2,
  offByDefault: true,
  proseOnly: true,
  examples: {
    match: [
      'we moved here from Kazakhstan last year',
      'our office is based in Springfield now',
      'a small shop in Exampleville, open on Monday',
    ],
    reject: ['Kazakhstan', 'in January we met again here', 'it is written in TypeScript, mostly'],
  },
  source: 'CLDR region names; words of place before a capital or before a word that is not English',
} satisfies Recogniser
