/** A surname that stood in a full name is a person wherever else it stands in the text, in any case. */
import type { Candidate } from '../recogniser.ts'
import type { NameToken } from './tokens.ts'
import { stemKey } from './word-filter.ts'
import { evidenceOf } from './words.ts'

const SURE = 0.65
const SCORE = 0.6
const SHORTEST = 3

/** Adds the single words to `found`, or raises their score. `found` is in the order of the text. */
export function addSecondMentions(tokens: readonly NameToken[], found: Candidate[]): void {
  const stems = surnameStems(tokens, found)
  if (stems.size === 0) return
  const known = found.length
  let next = 0
  for (const token of tokens) {
    while (next < known && found[next]!.end <= token.start) next++
    if (token.shape !== 'capital' || !stems.has(stemOf(token))) continue
    const there = next < known && found[next]!.start < token.end ? found[next]! : undefined
    if (!there) found.push({ start: token.start, end: token.end, score: SCORE, why: ['named in full elsewhere'] })
    else if (there.start === token.start && there.end === token.end && there.score < SCORE) {
      there.score = SCORE
      there.why = ['named in full elsewhere']
    }
  }
}

function surnameStems(tokens: readonly NameToken[], found: readonly Candidate[]): Set<string> {
  const stems = new Set<string>()
  let at = 0
  for (const { start, end, score } of found) {
    if (score < SURE) continue
    while (at < tokens.length && tokens[at]!.start < start) at++
    const first = at
    while (at < tokens.length && tokens[at]!.end <= end) at++
    const words = tokens.slice(first, at)
    if (words.length < 2 || !words.some((w) => evidenceOf(w.word).given >= 0.7)) continue
    for (const word of words) {
      const { given, patronymic, ordinary } = evidenceOf(word.word)
      if (word.shape !== 'capital' || given >= 0.5 || patronymic >= 0.7 || ordinary) continue
      if (word.end - word.start >= SHORTEST) stems.add(stemOf(word))
    }
  }
  return stems
}

function stemOf({ word }: NameToken): string {
  return word.script === 'cyrillic' ? stemKey(word.lower, 'noun') : word.lower.replace(/['’]s?$/u, '')
}
