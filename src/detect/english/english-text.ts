/** What the finders of English text ask once of a whole text, and runs of capitals in it. */
import { ofTokens } from '../names/of-tokens.ts'
import type { NameToken } from '../names/tokens.ts'
import { Fact, factsOf } from './word-facts.ts'

export interface EnglishText {
  /** hardly a word in Cyrillic letters */
  english: boolean
  /** no capital anywhere: people who write like this write names like this */
  caseless: boolean
  /** `Fact`s of all words together */
  facts: number
  /** two words of software or more: unknown names are of products there */
  technical: boolean
  /** somebody speaks or is spoken of, and the text is not technical: unknown names are of people, places and firms */
  people: boolean
  /** the same with words of business */
  business: boolean
}

export const englishText: (tokens: readonly NameToken[]) => EnglishText = ofTokens(ask)

/**
 * What every text has in which a finder of English text finds something (`needs` of its recogniser): a letter that is not
 * Cyrillic, and a word of more than one letter.
 */
export const ENGLISH: readonly (readonly RegExp[])[] = [
  [/(?!\p{Script=Cyrillic})\p{L}/u],
  [/\p{L}[\p{L}\p{M}'’ʼ\x60-]|\n/u],
]

/** What every text has that has a token for which `isCapital` holds. */
export const CAPITAL = /\p{Lu}/u

/** At most so many words for one of the small English ones; a text in German or French has hardly any. */
const WORDS_PER_SMALL = 12

const OTHER: EnglishText = {
  english: false,
  caseless: false,
  facts: 0,
  technical: false,
  people: false,
  business: false,
}

function ask(tokens: readonly NameToken[]): EnglishText {
  let cyrillic = 0
  for (const { word } of tokens) if (word.script === 'cyrillic') cyrillic++
  if (tokens.length === 0 || cyrillic * 4 > tokens.length) return OTHER
  let caseless = true
  let facts = 0
  let technical = 0
  let small = 0
  for (const { word } of tokens) {
    if (word.capitals) caseless = false
    const known = factsOf(word)
    facts |= known
    if (known & Fact.technical) technical++
    if (known & Fact.onlyEnglish) small++
    if (known & Fact.given && !(known & Fact.ordinary) && word.shape === 'capital') facts |= Fact.people
  }
  const plain = technical < 2 && small * WORDS_PER_SMALL >= tokens.length
  const people = plain && (facts & Fact.people) !== 0
  return {
    english: true,
    caseless,
    facts,
    technical: technical > 1,
    people,
    business: plain && (facts & Fact.business) !== 0,
  }
}

export function isCapital(token: NameToken | undefined): boolean {
  return token !== undefined && (token.shape === 'capital' || token.shape === 'upper' || token.shape === 'initial')
}

/** Words of a run at most. */
const LONGEST = 8

/** Behind the last token of the run of capitals that begins at `from`: "Bank of New York", "Ernst & Young". */
export function runEnd(text: string, tokens: readonly NameToken[], from: number): number {
  let end = from + 1
  while (end < tokens.length && end - from < LONGEST) {
    const gap = text.slice(tokens[end - 1]!.end, tokens[end]!.start)
    const next = tokens[end]!
    if (
      isCapital(next) &&
      (gap === ' ' || gap === '  ' || gap === ' & ' || (gap === '. ' && initial(tokens[end - 1]!)))
    )
      end++
    else if (
      gap === ' ' &&
      LINKS.has(next.word.text) &&
      isCapital(tokens[end + 1]) &&
      text.slice(next.end, tokens[end + 1]!.start) === ' '
    )
      end += 2
    else if (gap === ' ' && NAME_LINKS.test(next.word.text)) {
      const behind = end + 1
      if (!isCapital(tokens[behind]) || text.slice(next.end, tokens[behind]!.start) !== ' ') break
      end = behind + 1
    } else break
  }
  return end
}

const LINKS = new Set(['of'])
const NAME_LINKS = /^(?:de|da|do|dos|del|della|di|la|le|les|van|der|den|von|am|an|upon|sur|nad|pod|na|i|y)$/u

function initial(token: NameToken): boolean {
  return token.end - token.start <= 2
}

/** The token before, if one space stands between. */
export function before(text: string, tokens: readonly NameToken[], at: number): NameToken | undefined {
  const token = tokens[at - 1]
  return token &&
    text.slice(token.end, tokens[at]!.start).trim() === '' &&
    !text.slice(token.end, tokens[at]!.start).includes('\n')
    ? token
    : undefined
}

/** Behind a word, without its 's. */
export function endOfName({ word, end }: NameToken): number {
  return end - (/['’]s$/iu.exec(word.text)?.[0].length ?? 0)
}

/** Whether every word of a run is an ordinary one. */
export function allOrdinary(tokens: readonly NameToken[], from: number, to: number): boolean {
  for (let i = from; i < to; i++) if ((factsOf(tokens[i]!.word) & (Fact.ordinary | Fact.function)) === 0) return false
  return true
}

/** A name that no dictionary has, in the middle of a sentence. Given names are left to the finder of people. */
export function isUnknownName(text: string, tokens: readonly NameToken[], from: number, to: number): boolean {
  const first = tokens[from]!
  if (from === 0 || first.opens || first.quoted) return false
  if (tokens[from - 1]!.shape !== 'lower' && (factsOf(tokens[from - 1]!.word) & (Fact.function | Fact.weekday)) === 0)
    return false
  return isUnknown(tokens, from, to) && endsName(text, tokens, to)
}

/** A run of one to three capitals without any word of the vocabulary. */
export function isUnknown(tokens: readonly NameToken[], from: number, to: number): boolean {
  if (to - from > 3 || to > tokens.length) return false
  for (let i = from; i < to; i++) {
    const { word, shape } = tokens[i]!
    if (shape === 'lower' && factsOf(word) & Fact.link) continue
    if (shape !== 'capital' && !(shape === 'upper' && word.text.length > 4)) return false
    if (factsOf(word) & KNOWN || (i === from && word.text.length < 4)) return false
  }
  return true
}

/** What stands behind a name, and not behind an adjective: a mark, a small word, a verb of the past. */
export function endsName(text: string, tokens: readonly NameToken[], to: number): boolean {
  const next = tokens[to]
  if (!next || text.slice(tokens[to - 1]!.end, next.start) !== ' ') return true
  if (next.shape !== 'lower') return false
  return (factsOf(next.word) & Fact.function) !== 0 || TIMES.has(next.word.lower) || isPast(next.word.lower)
}

/** Verbs of the past, by their ending or by heart. */
export function isPast(lower: string): boolean {
  return (lower.length > 4 && lower.endsWith('ed')) || PAST.has(lower)
}

const PAST = new Set(
  'told said went came made took gave got saw found left felt kept met paid sold bought sent won lost led ran knew thought became began wrote spoke broke chose fell grew held built caught taught brought put set let cut hit shut drew drove ate flew sang sat stood threw wore'.split(
    ' ',
  ),
)
const KNOWN = Fact.ordinary | Fact.function | Fact.month | Fact.weekday | Fact.given | Fact.clock | Fact.label
/** Behind a place or a name: "in Heidelberg next week". */
const TIMES = new Set(
  'next last yesterday today tomorrow tonight every early late recently soon again twice once ago now later before'.split(
    ' ',
  ),
)
