/** Postcodes in English text: a number right behind the name of a place. */
import type { NameToken } from '../names/tokens.ts'
import type { Candidate } from '../recogniser.ts'
import { findPlaces } from './find-places.ts'

/** Candidates of the entity `postcode`. */
export function findPostcodes(text: string, tokens: readonly NameToken[]): Candidate[] {
  const found: Candidate[] = []
  for (const place of findPlaces(text, tokens)) {
    const m = POSTCODE.exec(text.slice(place.end, place.end + 24))
    if (!m) continue
    const start = place.end + m[0].length - m[1]!.length
    found.push({ start, end: start + m[1]!.length, score: 0.6, why: ['behind a place'] })
  }
  for (const { word, end } of tokens) {
    if (!CUES.has(word.lower)) continue
    const m = CALLED.exec(text.slice(end, end + 40))
    if (!m) continue
    const start = end + m[0].length - m[1]!.length
    found.push({ start, end: start + m[1]!.length, score: 0.6, why: ['word of postcodes'] })
  }
  return found
}

const CUES = new Set(['zip', 'zipcode', 'postcode', 'postal'])
/** "zip code is 12345", "postcode: LS1 4AB" */
export const CALLED =
  /^(?: ?code)?(?: (?:is|was|to|for|of|in|my|the|here|area|\p{Lu}\p{L}{1,20})){0,4}[:#]? {1,3}(\d{4,6}(?:-\d{3,4})?|\d{3} \d{2}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})(?![\p{L}\p{N}])/u

/** Four to six digits, in one piece or as in Sweden, Portugal and the Netherlands; perhaps a region before. No year follows "in". */
export const POSTCODE =
  /^,? (?:[A-Z]{2},? )?((?!(?:19|20)\d\d(?!\d))\d{4,6}|\d{3} \d{2}|\d{4}-\d{3}|\d{5}-\d{4}|\d{4} [A-Z]{2})(?![\p{L}\p{N}]|[.,-]\d)/u
