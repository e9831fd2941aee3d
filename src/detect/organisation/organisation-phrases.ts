/** The phrases of companies around a run of capitals: "work for X", "X is a design agency". */
import { before } from '../english/english-text.ts'
import { isHead } from '../english/occupations.ts'
import { Fact, factsOf } from '../english/word-facts.ts'
import type { NameToken } from '../names/tokens.ts'
import {
  BECAME,
  BEFORE,
  DOES,
  IS_DONE,
  KIND_LINKS,
  KIND_NOUNS,
  KINDS,
  LABELS,
  OWNED,
  RENAMED,
  REPORTS,
  RESULTS,
  VERBS,
} from './organisation-cues.ts'

export interface Phrase {
  phrase: string
  /** even an ordinary word is a name there */
  sure: boolean
}

/** The phrase of companies that ends right before the token. */
export function cueBefore(text: string, tokens: readonly NameToken[], at: number): Phrase | undefined {
  const last = tokens[at - 1]
  if (!last) return undefined
  const gap = text.slice(last.end, tokens[at]!.start)
  const word = last.word.lower
  if (gap !== ' ') return /^:\s{1,3}$/u.test(gap) && LABELS.has(word) ? { phrase: 'label', sure: true } : undefined
  const two = before(text, tokens, at - 1)?.word.lower ?? ''
  if ((word === 'at' || word === 'for') && isHead(two)) return { phrase: `occupation ${word}`, sure: false }
  if (BEFORE.get(word)?.has(two)) return { phrase: `${two} ${word}`, sure: word === 'for' || word === 'at' }
  if (VERBS.has(word)) return { phrase: word, sure: false }
  if (BECAME.has(word) && RENAMED.has(two)) return { phrase: 'renamed', sure: true }
  if (KINDS.has(word) || (KIND_LINKS.has(word) && KINDS.has(two))) return { phrase: 'kind of company', sure: false }
  return undefined
}

/** The phrase of companies that begins right behind the run. */
export function cueAfter(text: string, tokens: readonly NameToken[], from: number, to: number): Phrase | undefined {
  const last = tokens[to - 1]!
  const next = tokens[to]
  if (!next) return undefined
  const gap = text.slice(last.end, next.start)
  if (/['’]s$/iu.test(last.word.text))
    return gap === ' ' && OWNED.has(next.word.lower) ? { phrase: 'owner', sure: false } : undefined
  if (gap === ', ') return kindBehind(text, tokens, to) ? { phrase: 'called a company', sure: false } : undefined
  if (gap !== ' ') return undefined
  const word = next.word.lower
  const verb = ADVERBS.has(word) ? (tokens[to + 1]?.word.lower ?? '') : word
  if (DOES.has(verb) && next.shape === 'lower') return { phrase: 'does what companies do', sure: false }
  if (REPORTS.has(word) && results(text, tokens, to + 1)) return { phrase: 'does what companies do', sure: false }
  if (word !== 'is' && word !== 'was' && word !== 'has' && word !== 'are' && word !== 'became') return undefined
  const behind = tokens[to + 1]
  if (!behind) return undefined
  if (IS_DONE.has(behind.word.lower)) return { phrase: 'done to companies', sure: false }
  if (word === 'has') return OWNED.has(behind.word.lower) ? { phrase: 'owner', sure: false } : undefined
  return kindBehind(text, tokens, to + 1)
    ? { phrase: 'called a company', sure: from > 0 || tokens[from]!.shape !== 'lower' }
    : undefined
}

const ADVERBS = new Set('now also still then later recently currently already'.split(' '))

/** "record profits", "a plant in": within three words. */
function results(text: string, tokens: readonly NameToken[], at: number): boolean {
  for (let i = at; i < Math.min(tokens.length, at + 3); i++) {
    if (/[.;:!?\n]/u.test(text.slice(tokens[i - 1]!.end, tokens[i]!.start))) return false
    if (RESULTS.has(tokens[i]!.word.lower)) return true
  }
  return false
}

/** "a small design agency": an article, up to three words and the word of a company. */
function kindBehind(text: string, tokens: readonly NameToken[], at: number): boolean {
  if (!/^(?:a|an|the|one)$/u.test(tokens[at]!.word.lower)) return false
  for (let i = at + 1; i < Math.min(tokens.length, at + 5); i++) {
    if (/[.,;:!?\n]/u.test(text.slice(tokens[i - 1]!.end, tokens[i]!.start))) return false
    if (KIND_NOUNS.has(tokens[i]!.word.lower)) return true
    if (factsOf(tokens[i]!.word) & Fact.function) return false
  }
  return false
}
