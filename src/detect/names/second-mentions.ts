/** A surname that stood in a full name is a person wherever else it stands in the text, in any case. */
import type { NameToken } from './tokens.ts'
import { evidenceOf, stemOf } from './words.ts'

/** A name among the tokens of a text. */
export interface Hit {
  from: number
  to: number
  score: number
  why: readonly string[]
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
    if (token.shape !== 'capital' || !stems.has(stemOf(token.word))) continue
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
    let given = false
    for (let i = from; i < to; i++) if (evidenceOf(tokens[i]!.word).given >= 0.7) given = true
    for (let i = from; given && i < to; i++) if (isSurname(tokens[i]!)) stems.add(stemOf(tokens[i]!.word))
  }
  return stems
}

function isSurname({ word, shape, start, end }: NameToken): boolean {
  const { given, patronymic, ordinary } = evidenceOf(word)
  return shape === 'capital' && end - start >= SHORTEST && given < 0.5 && patronymic < 0.7 && !ordinary
}
