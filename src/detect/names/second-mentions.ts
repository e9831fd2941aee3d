/** A surname that stood in a full name is a person wherever else it stands in the text, in any case. */
import type { NameToken } from './tokens.ts'
import { stemKey } from './word-filter.ts'
import { evidenceOf } from './words.ts'

/** A name among the tokens of a text. */
export interface Hit {
  from: number
  to: number
  score: number
  why: string[]
}

const SURE = 0.65
const SCORE = 0.6
const SHORTEST = 3

/** Adds the single words to `hits`, or raises their score. `hits` is in the order of the text and stays so. */
export function addSecondMentions(tokens: readonly NameToken[], hits: Hit[]): void {
  const stems = surnameStems(tokens, hits)
  if (stems.size === 0) return
  const known = hits.length
  let next = 0
  for (let at = 0; at < tokens.length; at++) {
    while (next < known && hits[next]!.to <= at) next++
    const token = tokens[at]!
    if (token.shape !== 'capital' || !stems.has(stemOf(token))) continue
    const there = next < known && hits[next]!.from <= at ? hits[next]! : undefined
    if (!there) hits.push({ from: at, to: at + 1, score: SCORE, why: [WHY] })
    else if (there.to - there.from === 1 && there.score < SCORE) {
      there.score = SCORE
      there.why = [WHY]
    }
  }
  if (hits.length > known) hits.sort((a, b) => a.from - b.from)
}

const WHY = 'named in full elsewhere'

function surnameStems(tokens: readonly NameToken[], hits: readonly Hit[]): Set<string> {
  const stems = new Set<string>()
  for (const { from, to, score } of hits) {
    if (score < SURE || to - from < 2) continue
    const words = tokens.slice(from, to)
    if (!words.some((w) => evidenceOf(w.word).given >= 0.7)) continue
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
