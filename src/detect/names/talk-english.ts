/**
 * One word, or two, by which somebody is called or told of in English: "told Ifeoma that", "Will can't come", "my son Caspian",
 * "Thanks Wojtek", "Ebuka (husband)". What the general weights leave below the threshold (a word that no list has, a name that
 * is an English word as well), a place in the sentence decides.
 */
import { englishText, isCapital, isPast } from '../english/english-text.ts'
import { Fact, factsOf } from '../english/word-facts.ts'
import type { Candidate } from '../recogniser.ts'
import { NAME_WORDS } from './latin-given-names.ts'
import { isThing } from './things-english.ts'
import type { NameToken } from './tokens.ts'
import {
  CALLS,
  FROM,
  GIVES,
  GREETINGS,
  HANDED,
  IS_X,
  KIN,
  PASSIVE,
  ROLES,
  SAYS,
  SIGN_OFFS,
  TOGETHER,
  TELLS,
} from './talk-cues.ts'
import { Cue, cuesOf, evidenceOf, isProper, partsOf } from './words.ts'

const SCORE = 0.55
/** Words of a name of which nothing is known but its place. */
const LONGEST = 3

/** How sure a word is to be a name, if its place says so: in a list, a word as well, or in no dictionary. */
type Sort = 'name' | 'word' | 'stranger'

/** Candidates besides those of `findPersons`; `tokens`: of `nameTokens(text)`. */
export function findTalkedOf(text: string, tokens: readonly NameToken[]): Candidate[] {
  const found: Candidate[] = []
  if (tokens.length < 2) return found
  const about = englishText(tokens)
  if (!about.english || about.caseless) return found
  let last = -1
  for (let i = 0; i < tokens.length; i++) {
    const { shape, word: first } = tokens[i]!
    if (first.script !== 'latin') continue
    if (shape !== 'capital') {
      if (shape !== 'initial' && isSureName(tokens[i]!) && isTold(text, tokens, i))
        found.push(candidate(tokens, i, i + 1, 'told or asked'))
      continue
    }
    const called = nickname(text, tokens, i)
    if (called > i) {
      found.push({ ...candidate(tokens, i, called, 'a name with another in quotes'), score: 0.75 })
      i = called - 1
      continue
    }
    if (isTitled(text, tokens, i)) {
      found.push(candidate(tokens, i, i + 1, 'title'))
      continue
    }
    const to = runEnd(tokens, i)
    const sort = sortOf(tokens, i, to)
    if (sort === undefined) continue
    if (sort === 'stranger' && about.technical) continue
    const why = reasonOf(text, tokens, i, to, sort) ?? (last === i ? 'named beside somebody' : undefined)
    if (why === undefined || isThing(text, tokens, i, to)) continue
    found.push(candidate(tokens, i, to, why))
    last = isAnd(text, tokens, to) ? to + 1 : -1
    i = to - 1
  }
  return found
}

function candidate(tokens: readonly NameToken[], from: number, to: number, why: string): Candidate {
  const { word, end } = tokens[to - 1]!
  const possessive = /['’]s$/.exec(word.text)?.[0].length ?? 0
  return { start: tokens[from]!.start, end: end - possessive, score: SCORE, why: [why] }
}

/** In the lists, and in no dictionary: a name however it is written. */
function isSureName({ word, start, end }: NameToken): boolean {
  return (
    end - start > 2 &&
    partsOf(word) === 0 &&
    evidenceOf(word).given >= 0.85 &&
    !isProper(word) &&
    !(factsOf(word) & NOBODY)
  )
}

/** "hey niamh", "told oluwaseun that", "TELL NIAMH", "my son caspian": in small letters, or all in capitals. */
function isTold(text: string, tokens: readonly NameToken[], at: number): boolean {
  const before = tokens[at - 1]
  const next = tokens[at + 1]
  if (next && text.slice(tokens[at]!.end, next.start) === ' ' && SAYS.has(next.word.lower)) return true
  if (!before || text.slice(before.end, tokens[at]!.start) !== ' ') return false
  const { lower } = before.word
  if (TELLS.has(lower) || GREETINGS.has(lower) || ROLES.has(lower)) return true
  return lower === 'with' && hasWithin(text, tokens, at - 2, 6, TOGETHER)
}

/** "Dr Park", "Mrs. Baker said": a title that nothing but a surname follows, whatever word that is. */
function isTitled(text: string, tokens: readonly NameToken[], at: number): boolean {
  const before = tokens[at - 1]
  const { start, end, word } = tokens[at]!
  if (
    !before ||
    !HONORIFICS.has(before.word.lower) ||
    before.shape === 'lower' ||
    !/^\.? $/.test(text.slice(before.end, start))
  )
    return false
  if (end - start < 2 || factsOf(word) & (Fact.function | Fact.weekday | Fact.label)) return false
  const next = tokens[at + 1]
  return !(next?.joined && next.shape === 'capital') && !isThing(text, tokens, at, at + 1)
}

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

/** "told X and Y" */
function isAnd(text: string, tokens: readonly NameToken[], at: number): boolean {
  return tokens[at]?.word.lower === 'and' && tokens[at]!.joined && text[tokens[at]!.end] === ' '
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

function reasonOf(
  text: string,
  tokens: readonly NameToken[],
  from: number,
  to: number,
  sort: Sort,
): string | undefined {
  const season =
    (factsOf(tokens[from]!.word) & Fact.month) !== 0 || SEASONS.has(tokens[from]!.word.lower.replace(/['’]s$/u, ''))
  return behindCue(text, tokens, from, to, sort, season) ?? beforeCue(text, tokens, from, to, sort, season)
}

const SEASONS = new Set(['summer', 'autumn', 'dawn', 'noel'])

/** What stands before the name. */
function behindCue(
  text: string,
  tokens: readonly NameToken[],
  from: number,
  to: number,
  sort: Sort,
  season: boolean,
): string | undefined {
  const before = tokens[from - 1]
  if (!before) return undefined
  const gap = text.slice(before.end, tokens[from]!.start)
  const { lower } = before.word
  const ends = isFree(text, tokens, to)
  if (gap === ' ') {
    if (ROLES.has(lower) && ends && !(sort === 'word' && before.shape === 'lower' && season))
      return 'behind who somebody is'
    if (!ends) return undefined
    if (SMALL.has(lower) && before.shape === 'lower' && !season) return 'old and young'
    if (TELLS.has(lower)) return 'told or asked'
    if (CALLS.has(lower) && sort !== 'stranger' && !season) return 'called or met'
    if (GREETINGS.has(lower) && !(season && tokens[to]?.joined)) return 'greeted'
    const further = tokens[from - 2]?.word.lower ?? ''
    if (lower === 'with') return hasWithin(text, tokens, from - 2, 6, TOGETHER) ? 'with whom' : undefined
    if (lower === 'to' && !season) {
      if (GIVES.has(further)) return 'to whom'
      return hasWithin(text, tokens, from - 2, 5, HANDED) && (sort !== 'stranger' || isEnd(text, tokens, to))
        ? 'to whom'
        : undefined
    }
    if (lower === 'from' && !season) return FROM.has(further) ? 'from whom' : undefined
    if (lower === 'by') return PASSIVE.has(further) ? 'by whom' : undefined
    if (lower === 'for')
      return further === 'ask' || further === 'asked' || (FOR.has(further) && sort !== 'stranger')
        ? 'for whom'
        : undefined
    if (lower === 'and' && PEOPLE_AND.has(further)) return 'named beside somebody'
    if (lower === 'that' && further === 'is' && text[tokens[to - 1]!.end] === '?') return 'asked for'
    if (IS_X.has(lower) && !season && isAsked(text, tokens, to)) return 'asked about'
  }
  if (gap === ' (' && KIN.has(lower) && text[tokens[to - 1]!.end] === ')') return 'who that is'
  if (GREETINGS.has(lower) && gap === ', ' && isEnd(text, tokens, to)) return 'greeted'
  if (SIGN_OFFS.has(lower) && /^[,!.]?\s{1,3}$/.test(gap) && /[,\n]/.test(gap) && isLineEnd(text, tokens[to - 1]!.end))
    return 'signed'
  if (gap === ', ' && before.word.lower === 'you' && /[,!.?]/.test(text[tokens[to - 1]!.end] ?? '.')) return 'addressed'
  return undefined
}

/** What stands behind the name. */
function beforeCue(
  text: string,
  tokens: readonly NameToken[],
  from: number,
  to: number,
  sort: Sort,
  season: boolean,
): string | undefined {
  const first = tokens[from]!
  const { word, end } = tokens[to - 1]!
  if (sort === 'word' && !season && /['’]s$/.test(word.text) && tokens[to]?.joined && tokens[to]!.shape === 'lower') {
    return /^(?:the|a|an)$/.test(tokens[from - 1]?.word.lower ?? '') ? undefined : 'possessive'
  }
  if (isPair(tokens, from, to)) return 'a name that is a word, and a surname'
  const next = tokens[to]
  if (!next) return undefined
  const gap = text.slice(end, next.start)
  const { lower } = next.word
  if (gap === ' ' && next.shape === 'lower') {
    if (SAYS.has(lower)) return 'who says or does'
    if (/n['’]t$/.test(lower) && !season) return 'who does not'
    if (lower === 'here' && first.opens && (text[next.end] ?? '.') !== ' ') return 'who is here'
    if (lower === 'speaking') return 'who is speaking'
  }
  if (gap === ' ' && lower === 'and' && /^ (?:I|me)(?![\p{L}'’])/u.test(text.slice(next.end, next.end + 4)) && !season)
    return 'named beside somebody'
  if (gap === ' (' && KIN.has(lower) && text[next.end] === ')') return 'who that is'
  if (gap === ', ') {
    if (first.opens && !season && ADDRESSED.has(lower)) return 'addressed'
    if (OWN.has(lower) && KIN.has(tokens[to + 1]?.word.lower ?? '')) return 'who that is'
  }
  return undefined
}

/** "Will Fontenot", "Jade Nwosu", in the middle of a sentence or before a surname of the lists. */
function isPair(tokens: readonly NameToken[], from: number, to: number): boolean {
  if (to - from !== 2 || !NAME_WORDS.has(tokens[from]!.word.lower)) return false
  const { word } = tokens[to - 1]!
  const { given, surname } = evidenceOf(word)
  return surname >= 0.7 && given < 0.7 && partsOf(word) === 0 && !(cuesOf(word) & Cue.notAfter)
}

/** No noun goes with it: the text, the clause or the line ends, or a small word or a verb of the past follows. */
function isFree(text: string, tokens: readonly NameToken[], to: number): boolean {
  const next = tokens[to]
  if (!next?.joined || /['’]s$/.test(tokens[to - 1]!.word.text)) return true
  if (next.shape !== 'lower') return false
  const { lower } = next.word
  return (
    (factsOf(next.word) & (Fact.function | Fact.weekday)) !== 0 ||
    SAYS.has(lower) ||
    isPast(lower) ||
    FREE.has(lower) ||
    /n['’]t$/.test(lower) ||
    (lower.endsWith('s') && TELLS.has(lower)) ||
    text[tokens[to - 1]!.end] !== ' '
  )
}

const FREE = new Set(
  "hung ran stole spilt spilled burnt learnt slept swam spent stuck dealt hurt quit bit rode rose shook tore wept whom her his their our my your next last yesterday today tomorrow tonight this again later earlier first directly personally separately round around back home away either instead too also now soon once twice ages lots something anything everything everyone nothing pls plz xx xxx right straight im i'm did does gets wants needs has had have took really so".split(
    ' ',
  ),
)
const SMALL = new Set('old little young poor big'.split(' '))
const FOR = new Set('message present gift card cake letter note birthday appointment voicemail parcel'.split(' '))
const PEOPLE_AND = new Set(
  'me you him her he she mum dad mom nan gran grandma grandad husband wife brother sister son daughter boss'.split(' '),
)
const OWN = new Set('my her his our their your'.split(' '))
const ADDRESSED = new Set(
  "are can could would did do don't don’t have please pls plz you your u stop come call get put thanks thank just where what when why how i we let's let’s remember tell send give sorry any is if bring wait look listen ring text hurry i'm i’m it's it’s".split(
    ' ',
  ),
)
const ASKED = new Set(
  'from again calling coming going ok okay there in around free back home still here alright available able up awake ready want need know have go come get say like ring call eat sleep stay take do be with around about out off on today tomorrow tonight'.split(
    ' ',
  ),
)

/** "is Ruby coming", "who's Thabo?" */
function isAsked(text: string, tokens: readonly NameToken[], to: number): boolean {
  const next = tokens[to]
  return next?.joined ? ASKED.has(next.word.lower) : text[tokens[to - 1]!.end] === '?'
}

function hasWithin(
  text: string,
  tokens: readonly NameToken[],
  at: number,
  most: number,
  words: ReadonlySet<string>,
): boolean {
  for (let i = at; i >= 0 && at - i < most; i--) {
    if (/[.!?;\n]/.test(text.slice(tokens[i]!.end, tokens[i + 1]!.start))) return false
    if (words.has(tokens[i]!.word.lower)) return true
  }
  return false
}

function isEnd(text: string, tokens: readonly NameToken[], to: number): boolean {
  return to >= tokens.length || /[.,!?;)\n]/.test(text[tokens[to - 1]!.end] ?? '.')
}

function isLineEnd(text: string, at: number): boolean {
  return at >= text.length || /^[.!]?\s*(?:x+)?\s*(?:\n|$)/.test(text.slice(at, at + 12))
}
