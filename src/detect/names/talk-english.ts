/**
 * One word, or two, by which somebody is called or told of in English: "told Ifeoma that", "Will can't come", "my son Caspian",
 * "Thanks Wojtek", "Ebuka (husband)". What the general weights leave below the threshold (a word that no list has, a name that
 * is an English word as well), a place in the sentence decides.
 */
import { englishText, isCapital } from '../english/english-text.ts'
import { Fact, factsOf } from '../english/word-facts.ts'
import type { Candidate } from '../recogniser.ts'
import { NAME_WORDS } from './latin-given-names.ts'
import { isInSmallLetters } from './lower-talk.ts'
import { isSure, smallName } from './small-english.ts'
import { nameByForm } from './named-by-form.ts'
import { CALLS, GIVES, GREETINGS, IS_X, ROLES, SAYS, TELLS, TOGETHER } from './talk-cues.ts'
import { hasWithin, LIST, reasonOf } from './talk-reasons.ts'
import type { Sort } from './talk-reasons.ts'
import { isThing } from './things-english.ts'
import type { NameToken } from './tokens.ts'
import { Cue, cuesOf, evidenceOf, isProper, partsOf } from './words.ts'

const SCORE = 0.55
/** Words of a name of which nothing is known but its place. */
const LONGEST = 3

/** Candidates besides those of `findPersons`; `tokens`: of `nameTokens(text)`. */
export function findTalkedOf(text: string, tokens: readonly NameToken[]): Candidate[] {
  const found: Candidate[] = []
  if (tokens.length < 2) return found
  const about = englishText(tokens)
  if (!about.english) return found
  const small = isInSmallLetters(tokens) && !about.technical
  let last = -1
  let list = false
  for (let i = 0; i < tokens.length; i++) {
    const { shape, word: first } = tokens[i]!
    if (first.script !== 'latin') continue
    if (shape !== 'lower') {
      const formed = nameByForm(text, tokens, i)
      if (formed !== undefined && !isThing(text, tokens, i, formed.to, true)) {
        found.push(candidate(tokens, i, formed.to, formed.why))
        i = formed.to - 1
        continue
      }
    }
    if (shape !== 'capital') {
      if (shape === 'initial') continue
      const name = smallName(text, tokens, i, small)
      if (name !== undefined) found.push(candidate(tokens, name.from, name.to, name.why))
      else if (isSure(tokens[i]!.word) && isTold(text, tokens, i))
        found.push(candidate(tokens, i, i + 1, 'told or asked'))
      continue
    }
    const called = nickname(text, tokens, i)
    if (called > i) {
      found.push({ ...candidate(tokens, i, called, 'a name with another in quotes'), score: 0.75 })
      i = called - 1
      continue
    }
    const titled = behindTitle(text, tokens, i)
    if (titled >= 0) {
      found.push(candidate(tokens, titled, i + 1, 'title'))
      continue
    }
    const particle = behindParticle(text, tokens, i)
    if (particle < i) {
      found.push(candidate(tokens, particle, i + 1, 'a particle of surnames'))
      continue
    }
    const to = runEnd(tokens, i)
    const sort = sortOf(tokens, i, to)
    if (sort === undefined) continue
    if (sort === 'stranger' && about.technical) continue
    const why = reasonOf(text, tokens, i, to, sort) ?? (last === i ? 'named beside somebody' : undefined)
    if (why === undefined || isThing(text, tokens, i, to, true)) continue
    found.push(candidate(tokens, i, to, why))
    last = nextOfList(text, tokens, to, why === LIST || list)
    list = last >= 0 && (why === LIST || list)
    i = to - 1
  }
  return found
}

function candidate(tokens: readonly NameToken[], from: number, to: number, why: string): Candidate {
  const { word, end } = tokens[to - 1]!
  const possessive = /['’]s$/.exec(word.text)?.[0].length ?? 0
  return { start: tokens[from]!.start, end: end - possessive, score: SCORE, why: [why] }
}

/** "hey niamh", "told oluwaseun that", "TELL NIAMH": in small letters, or all in capitals. */
function isTold(text: string, tokens: readonly NameToken[], at: number): boolean {
  const before = tokens[at - 1]
  const next = tokens[at + 1]
  if (next && text.slice(tokens[at]!.end, next.start) === ' ' && SAYS.has(next.word.lower)) return true
  if (!before || text.slice(before.end, tokens[at]!.start) !== ' ') return false
  const { lower } = before.word
  if (TELLS.has(lower) || GREETINGS.has(lower) || ROLES.has(lower)) return true
  if (lower === 'to') return GIVES.has(tokens[at - 2]?.word.lower ?? '')
  if (lower === 'or' || lower === 'and')
    return at > 2 && TELLS.has(tokens[at - 3]!.word.lower) && isSure(tokens[at - 2]!.word)
  return lower === 'with' && hasWithin(text, tokens, at - 2, 6, TOGETHER)
}

/**
 * Where the name begins, initials and all, behind a title that nothing but a surname follows, whatever word that is:
 * "Dr Park", "Mr. A Baker"; -1 for no title.
 */
function behindTitle(text: string, tokens: readonly NameToken[], at: number): number {
  const { end, word } = tokens[at]!
  let first = at
  while (
    first > 0 &&
    first > at - 3 &&
    tokens[first - 1]!.end - tokens[first - 1]!.start === 1 &&
    tokens[first]!.joined
  )
    first--
  const before = tokens[first - 1]
  const { start } = tokens[first]!
  if (!before || !HONORIFICS.has(before.word.lower) || before.shape === 'lower') return -1
  if (!/^\.? $/.test(text.slice(before.end, start)) || end - start < 2) return -1
  if (factsOf(word) & (Fact.function | Fact.weekday | Fact.label)) return -1
  const next = tokens[at + 1]
  return !(next?.joined && next.shape === 'capital') && !isThing(text, tokens, at, at + 1) ? first : -1
}

/** Where the particles begin before a surname that does or says something: "de Groot did not", "Van der Merwe said"; `at` for none. */
function behindParticle(text: string, tokens: readonly NameToken[], at: number): number {
  let first = at
  while (first > 0 && first > at - 2 && tokens[first]!.joined && PARTICLES.has(tokens[first - 1]!.word.lower)) first--
  const next = tokens[at + 1]
  if (first === at || !next?.joined || next.shape !== 'lower') return at
  if (!SAYS.has(next.word.lower) && !DOES.test(next.word.lower)) return at
  return text.slice(tokens[first]!.start - 2, tokens[first]!.start - 1).match(/\d/) ? at : first
}

const PARTICLES = new Set('van von der den de ten ter du da'.split(' '))
const DOES = /^(?:did|does|has|had|will|would|can|could|[a-z]+n['’]t)$/

const HONORIFICS = new Set('mr mrs ms miss mx dr prof professor'.split(' '))

/** Behind the last word of `Charlotte "Lottie" Pemberton`; `at` for none. */
function nickname(text: string, tokens: readonly NameToken[], at: number): number {
  const second = tokens[at + 1]
  const third = tokens[at + 2]
  if (third?.shape !== 'capital' || !second?.quoted || second.shape !== 'capital') return at
  if (
    !/^ ["“'‘(]$/u.test(text.slice(tokens[at]!.end, second.start)) ||
    !/^["”'’)] $/u.test(text.slice(second.end, third.start))
  )
    return at
  const { given } = evidenceOf(tokens[at]!.word)
  if (given < 0.4 && (partsOf(tokens[at]!.word) !== 0 || isProper(tokens[at]!.word))) return at
  return factsOf(third.word) & NOBODY || cuesOf(third.word) & Cue.notAfter ? at : at + 3
}

/** Where the next name of "told X and Y", "X & Y" begins, and in a list also that of "X, Y"; -1 for none. */
function nextOfList(text: string, tokens: readonly NameToken[], to: number, list: boolean): number {
  const next = tokens[to]
  if (next === undefined) return -1
  const gap = text.slice(tokens[to - 1]!.end, next.start)
  if (next.word.lower === 'and' && (gap === ' ' || (list && gap === ', '))) return to + 1
  return gap === ' & ' || (list && gap === ', ') ? to : -1
}

/** Behind the capitals that are joined to the one at `from`. */
function runEnd(tokens: readonly NameToken[], from: number): number {
  let to = from + 1
  while (to < tokens.length && to - from <= LONGEST && tokens[to]!.joined && tokens[to]!.shape === 'capital') to++
  return to
}

const NOBODY =
  Fact.function | Fact.weekday | Fact.country | Fact.place | Fact.technical | Fact.label | Fact.clock | Fact.unit

function sortOf(tokens: readonly NameToken[], from: number, to: number): Sort | undefined {
  if (to - from > LONGEST) return undefined
  const before = tokens[from - 1]
  // A part of a run of capitals whose first word is no cue.
  if (from > 0 && tokens[from]!.joined && isCapital(before) && !isCue(before!)) return undefined
  let sort: Sort = 'name'
  for (let i = from; i < to; i++) {
    const of = sortOfWord(tokens[i]!, to - from > 1 && i > from)
    if (of === undefined) return undefined
    if (i === from || of === 'stranger') sort = of
  }
  return sort
}

function sortOfWord({ word, start, end }: NameToken, further: boolean): Sort | undefined {
  const lower = word.lower.replace(/['’]s$/u, '')
  if (NAME_WORDS.has(lower)) return 'word'
  if (end - start < 3 || word.odd) return undefined
  const { given, surname } = evidenceOf(word)
  if (given >= 0.7) return 'name'
  if (factsOf(word) & NOBODY) return undefined
  if (further && surname >= 0.35) return 'name'
  if (partsOf(word) !== 0 || factsOf(word) & Fact.ordinary)
    return given >= 0.4 && !(factsOf(word) & Fact.month) ? 'word' : undefined
  return isProper(word) ? undefined : 'stranger'
}

/** A word behind which a name begins, though it has a capital: "Tell Ifeoma", "Uncle Bodhi". */
function isCue({ word, opens }: NameToken): boolean {
  const { lower } = word
  return (
    ROLES.has(lower) || (opens && (TELLS.has(lower) || CALLS.has(lower) || GREETINGS.has(lower) || IS_X.has(lower)))
  )
}
