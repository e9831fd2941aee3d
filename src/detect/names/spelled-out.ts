/** A name that is spelled letter by letter, in talk: Щ-е-р-б-и-н-а, W-O-J-C-I-K, "Ш Е Г А Й". */
import type { Candidate } from '../recogniser.ts'
import type { NameToken } from './tokens.ts'

/** Single letters of one script with hyphens between; a letter may be doubled: "А-н-н-а", "Кк". */
const WITH_HYPHENS =
  /(?<![\p{L}\p{N}-])(?:\p{Script=Cyrillic}(?:\s?[-‐–]\s?\p{Script=Cyrillic}){3,24}|\p{Script=Latin}(?:\s?[-‐–]\s?\p{Script=Latin}){3,24})(?![\p{L}\p{N}-])/gu
const WITH_SPACES =
  /(?<![\p{L}\p{N}])(?:\p{Script=Cyrillic}(?:,? \p{Script=Cyrillic}){3,24}|\p{Script=Latin}(?:,? \p{Script=Latin}){3,24})(?![\p{L}\p{N}])/gu
/** Who spells says so, or is asked to. */
const SPELLING = /букв|фамили|әріп|әріптеп|тегі|есім|spell|surname|last name|letter/iu

export const spelledOut = [WITH_HYPHENS, WITH_SPACES] as const

/** Names spelled out; drawn-out words ("н-е-е-е-т", "а-а-а-а") are none. `tokens`: of `nameTokens(text)`. */
export function findSpelledOut(text: string, tokens: readonly NameToken[]): Candidate[] {
  const found: Candidate[] = []
  if (!hasLetters(text, tokens)) return found
  for (const m of text.matchAll(WITH_HYPHENS))
    if (isWord(m[0])) found.push({ start: m.index, end: m.index + m[0].length, score: 0.7, why: ['spelled out'] })
  if (SPELLING.test(text))
    for (const m of text.matchAll(WITH_SPACES))
      if (isWord(m[0])) found.push({ start: m.index, end: m.index + m[0].length, score: 0.6, why: ['spelled out'] })
  return found
}

/** Two words of one letter, one behind the other, or one letter, a hyphen and another. */
function hasLetters(text: string, tokens: readonly NameToken[]): boolean {
  let before = false
  for (const { start, end } of tokens) {
    const single = end - start === 1
    if (
      (single && before) ||
      (end - start > 4 && HYPHENS.has(text.charCodeAt(start + 1)) && HYPHENS.has(text.charCodeAt(start + 3)))
    )
      return true
    before = single
  }
  return false
}

const HYPHENS = new Set([0x2d, 0x2010, 0x2013])

/** No letter three times in a row, and most letters differ. */
function isWord(spelled: string): boolean {
  const letters = spelled.toLowerCase().replace(/[^\p{L}]/gu, '')
  return !/(.)\1\1/u.test(letters) && new Set(letters).size > letters.length / 2
}
