/** Places in English text: names of countries, and capitals behind "based in", "moved from" and the like. */
import type { Candidate } from '../recogniser.ts'
import regions from '../../../policies/names/regions.json' with { type: 'json' }
import { late } from '../boundary.ts'
import { ordinaryEnglish } from '../names/ordinary-words.ts'

const COUNTRY = late(countryExpression)
const CAPITALS = String.raw`\p{Lu}[\p{L}\p{M}'’.-]{1,25}(?:[ -](?:\p{Lu}[\p{L}\p{M}'’.-]{0,25}|de|da|do|la|le|el|of|upon|am)){0,3}`
const BEHIND = new RegExp(
  `(?<=(?<![\\p{L}])(?:based in|located in|lives? in|living in|lived in|born in|office in|offices in|originally from|comes? from|came from|moved (?:here )?from|moved to|travell?(?:ing|ed)? to|flying to|flight to|trip to|returned to|return to|visit(?:ing|ed)?|university of|city of|town of) )${CAPITALS}`,
  'gu',
)

/** Candidates of the entity `place`. */
export function findPlaces(text: string): Candidate[] {
  if (/[\u0400-\u04ff]/.test(text)) return []
  const found: Candidate[] = []
  for (const m of text.matchAll(COUNTRY.regexp()))
    found.push({ start: m.index, end: m.index + m[0].length, score: 0.6, why: ['country'] })
  for (const m of text.matchAll(BEHIND)) {
    const place = m[0].replace(/[.'’-]+$/u, '')
    if (!ordinaryEnglish.has(place.toLowerCase()))
      found.push({ start: m.index, end: m.index + place.length, score: 0.55, why: ['word of place'] })
  }
  return found
}

function countryExpression(): RegExp {
  const names = regions.en.filter((name) => /^[\p{L} ]{4,}$/u.test(name))
  names.push('Czech Republic', 'England', 'Scotland', 'Wales', 'USA')
  return new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${names.sort((a, b) => b.length - a.length).join('|')})(?![\\p{L}\\p{N}])`,
    'gu',
  )
}

/** For the test of linear time. */
export const placeExpressions = [COUNTRY, BEHIND]
