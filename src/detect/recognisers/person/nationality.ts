// Adjectives of nationality in English running text
import { ENGLISH } from '../../english/english-text.ts'
import { findNationalities } from '../../english/find-nationalities.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'nationality',
  aliases: ['NRP', 'NATIONALITY', 'ETHNIC_GROUP'],
  family: 'person',
  role: 'sensitive',
  checksum: false,
  patterns: [],
  prefilter: { latin: true, minLength: 12 },
  find: (text, _, words) => findNationalities(text, words()),
  needsInCells: [...ENGLISH, [/\p{L}{4}/u]],
  offByDefault: true,
  proseOnly: true,
  examples: {
    match: ['they serve very good Kazakh food here', 'he has a maltese passport, i think'],
    reject: ['Kazakh, Uzbek, Fish', 'the polish on the table is new', 'She is studying English and music'],
  },
  source: 'CLDR region names as adjectives, English',
} satisfies Recogniser
