/**
 * Organisations in English text: capitals that end in the word of a form (Inc, Group), and capitals that a phrase of
 * companies brings: "work for X", "X is a design agency", "the address of X is", "X, which later became Y".
 */
import {
  allOrdinary,
  before,
  endsName,
  englishText,
  isCapital,
  isPast,
  isUnknown,
  isUnknownName,
  runEnd,
} from '../english/english-text.ts'
import type { EnglishText } from '../english/english-text.ts'
import { Fact, factsOf, isOrdinary } from '../english/word-facts.ts'
import { isHead } from '../english/occupations.ts'
import { latinGiven, latinSurnames } from '../names/tables.ts'
import type { NameToken } from '../names/tokens.ts'
import type { Candidate } from '../recogniser.ts'
import { companyLines } from './company-lines.ts'
import {
  BECAME,
  BEFORE,
  DOES,
  FORMS,
  IS_DONE,
  KIND_FORMS,
  KIND_LINKS,
  KIND_NOUNS,
  KINDS,
  LABELS,
  LEGAL_FORMS,
  OWNED,
  RENAMED,
  REPORTS,
  RESULTS,
  VERBS,
} from './organisation-cues.ts'

/** Candidates of the entity `organisation`. `tokens`: of `nameTokens(text)`. */
export function findOrganisations(text: string, tokens: readonly NameToken[]): Candidate[] {
  const about = englishText(tokens)
  if (!about.english) return []
  const found = companyLines(text, tokens)
  for (let i = 0; i < tokens.length;) {
    const [end, candidate] = organisationAt(text, tokens, i, about)
    if (candidate) found.push(candidate)
    else if (about.business && end > i && isJoined(text, tokens, i, end, found.at(-1)))
      found.push({ start: tokens[i]!.start, end: tokens[end - 1]!.end, score: 0.5, why: ['beside an organisation'] })
    i = end
  }
  return found
}

/** "Exampleer and Widgeter": an unknown name joined to an organisation. */
function isJoined(text: string, tokens: readonly NameToken[], from: number, to: number, last?: Candidate): boolean {
  if (!last || !isCapital(tokens[from]) || tokens[from]!.start - last.end > 6 || tokens[from]!.start <= last.end)
    return false
  return /^(?:, |,? and | or )$/.test(text.slice(last.end, tokens[from]!.start)) && isUnknown(tokens, from, to)
}

/** The organisation that begins at a token, and where to go on. */
function organisationAt(
  text: string,
  tokens: readonly NameToken[],
  at: number,
  about: EnglishText,
): [number, Candidate?] {
  const token = tokens[at]!
  const facts = factsOf(token.word)
  if (!isCapital(token) && !/^\p{N}|\p{Lu}/u.test(token.word.text)) {
    if (!about.caseless) return [at + 1]
    const end = caselessEnd(text, tokens, at)
    return end > at ? [end, candidate(text, tokens, at, end, 0.55, 'in lower case')] : [at + 1]
  }
  let end = withList(text, tokens, at, runEnd(text, tokens, at))
  const form = formEnd(text, tokens, at, end)
  if (form > at + 1)
    return [form, candidate(text, tokens, skipped(tokens, at, form), form, 0.6, 'form of an organisation')]
  let from = at
  // "The Exampleer Group", "When Exampleer invested": the small word at the beginning is no part of it.
  while (from < end && factsOf(tokens[from]!.word) & Fact.function) from++
  // "Employees of Exampleer", but "Bank of Exampleland"
  while (from + 2 < end && tokens[from + 1]!.word.lower === 'of' && isPlainHead(tokens[from]!)) from += 2
  if (from === end) return [Math.max(end, at + 1)]
  if (facts & (Fact.month | Fact.weekday)) return [end]
  const why = cueBefore(text, tokens, from) ?? cueAfter(text, tokens, from, end)
  if (why) {
    const known = why.sure || end - from > 1 || isAcronym(tokens[from]!) || !allOrdinary(tokens, from, end)
    return known ? [end, candidate(text, tokens, from, end, 0.55, why.phrase)] : [end]
  }
  if (end - from === 1 && isDoubleSurname(tokens[from]!))
    return [end, candidate(text, tokens, from, end, 0.52, 'two surnames')]
  if (about.business) {
    const why = unknownName(text, tokens, from, end)
    if (why) return [end, candidate(text, tokens, from, end, 0.5, why)]
  }
  return [end]
}

function candidate(
  text: string,
  tokens: readonly NameToken[],
  from: number,
  to: number,
  score: number,
  why: string,
): Candidate {
  const last = tokens[to - 1]!
  let end = last.end - (/['’]s$/iu.exec(last.word.text)?.[0].length ?? 0)
  if (text[end] === '.' && LEGAL_FORMS.has(last.word.lower) && end === last.end) end++
  return { start: tokens[from]!.start, end, score, why: [why] }
}

/** "Lopez, Santos and Coleman": the names of partners. */
function withList(text: string, tokens: readonly NameToken[], from: number, end: number): number {
  let at = end
  while (
    at < tokens.length &&
    at - from < 8 &&
    text.slice(tokens[at - 1]!.end, tokens[at]!.start) === ', ' &&
    isCapital(tokens[at])
  )
    at++
  const and = tokens[at]
  if (!and || and.word.lower !== 'and' || !isCapital(tokens[at + 1])) return end
  const gap = text.slice(tokens[at - 1]!.end, and.start)
  if (gap !== ' ' && gap !== ', ') return end
  if (text.slice(and.end, tokens[at + 1]!.start) !== ' ') return end
  // "Compliance And Risks" is a run already; of two names only a list of three is a firm, or one that ends in a form.
  if (at > end) return at + 2
  const other = runEnd(text, tokens, at + 1)
  return LEGAL_FORMS.has(tokens[other - 1]!.word.lower) ? other : end
}

function isAcronym({ word, shape }: NameToken): boolean {
  return shape === 'upper' && word.text.length > 2
}

function isPlainHead({ word }: NameToken): boolean {
  return (factsOf(word) & Fact.ordinary) !== 0 && !FORMS.has(word.lower) && !KIND_FORMS.has(word.lower)
}

/** Behind the word of a form inside or right behind the run, or `from`. */
function formEnd(text: string, tokens: readonly NameToken[], from: number, end: number): number {
  for (let i = end - 1; i > from; i--) {
    const { lower, text: written } = tokens[i]!.word
    if (FORMS.has(lower) && !/^(?:as|co|ab|sa)$/u.test(written)) return i + 1
    if (KIND_FORMS.has(lower) && !allOrdinary(tokens, from, i)) return i + 1
  }
  // "Example Widgets, Inc." and, in lower case, "Example Widgets inc"
  const next = tokens[end]
  if (next && LEGAL_FORMS.has(next.word.lower) && /^,? $/u.test(text.slice(tokens[end - 1]!.end, next.start)))
    return end + 1
  return from
}

/**
 * In a text about business: a name that no dictionary has, and two or more capitals behind a word such as "about".
 * Where it is a person or a place, their finders say so, and they come first.
 */
function unknownName(text: string, tokens: readonly NameToken[], from: number, to: number): string | undefined {
  const first = tokens[from]!
  const last = before(text, tokens, from)
  if (last && !ARTICLE.test(last.word.lower) && isUnknownName(text, tokens, from, to)) return 'an unknown name'
  if (
    last &&
    to - from > 1 &&
    PARTNERS.has(last.word.lower) &&
    endsName(text, tokens, to) &&
    isTitleCase(tokens, from, to)
  )
    return 'capitals behind a word of partners'
  const next = tokens[to]
  if (!first.opens || first.quoted || !next || text.slice(tokens[to - 1]!.end, next.start) !== ' ') return undefined
  const verb = next.shape === 'lower' && (AUXILIARY.has(next.word.lower) || isPast(next.word.lower))
  if (!verb) return undefined
  if (isUnknown(tokens, from, to) && !first.word.lower.endsWith('s')) return 'an unknown name before a verb'
  return to - from > 1 && isPast(next.word.lower) && isTitleCase(tokens, from, to)
    ? 'capitals before a verb'
    : undefined
}

/** "a Tesla", "my Labrador": things are called so. */
const ARTICLE = /^(?:an?|the|my|your|his|her|our|their|this|that|some|of|and|or)$/
const PARTNERS = new Set(
  'about with between against from by at for of like than left leave leaving contact contacted recommend trust avoid and'.split(
    ' ',
  ),
)
const AUXILIARY = new Set('is was has had will would can could does did should may might says'.split(' '))

/** Capitals only, and no word of a law, a feast, a war, a sentence. */
function isTitleCase(tokens: readonly NameToken[], from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const { word, shape } = tokens[i]!
    if (
      shape === 'capital'
        ? factsOf(word) & (Fact.month | Fact.weekday) || NO_FIRM.has(word.lower)
        : !LINK.test(word.lower)
    )
      return false
  }
  return true
}

const LINK = /^(?:and|of|the|for)$/
const NO_FIRM = new Set(
  `act acts law rights day days week month year war wars days night eve title section article chapter constitution bible god prize award awards cup league championship world christmas easter summer winter spring autumn north south east west street road avenue number version book song film movie album part level grade class century king queen president minister mr mrs ms dr sir lord dear hi hello`.split(
    ' ',
  ),
)

/** The first token of a name with a form: no small word, month or word of address. */
function skipped(tokens: readonly NameToken[], from: number, to: number): number {
  let at = from
  while (at < to - 2 && factsOf(tokens[at]!.word) & (Fact.function | Fact.month | Fact.weekday)) at++
  return at
}

/** In a text without capitals: up to four words before "inc" or "ltd", and what a phrase of companies brings, one word. */
function caselessEnd(text: string, tokens: readonly NameToken[], at: number): number {
  const spaced = (i: number): boolean => /^ {1,2}$/u.test(text.slice(tokens[i - 1]!.end, tokens[i]!.start))
  if (factsOf(tokens[at]!.word) & (Fact.function | Fact.month | Fact.weekday)) return at
  for (let i = at + 1; i < Math.min(tokens.length, at + 5) && spaced(i); i++) {
    if (LEGAL_FORMS.has(tokens[i]!.word.lower)) return i + 1
    if (factsOf(tokens[i]!.word) & Fact.function) break
  }
  if (at === 0 || !spaced(at) || !cueBefore(text, tokens, at)) return at
  let end = at
  while (
    end < tokens.length &&
    end - at < 4 &&
    (end === at || spaced(end)) &&
    !(factsOf(tokens[end]!.word) & Fact.function)
  ) {
    const { lower } = tokens[end]!.word
    if (end > at && (FORMS.has(lower) || KIND_FORMS.has(lower))) return end + 1
    if (end > at && (factsOf(tokens[end]!.word) & Fact.ordinary || BECAME.has(tokens[end]!.word.lower))) break
    end++
  }
  return end > at && !allOrdinary(tokens, at, end) ? end : at
}

interface Phrase {
  phrase: string
  /** even an ordinary word is a name there */
  sure: boolean
}

/** The phrase of companies that ends right before the token. */
function cueBefore(text: string, tokens: readonly NameToken[], at: number): Phrase | undefined {
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
function cueAfter(text: string, tokens: readonly NameToken[], from: number, to: number): Phrase | undefined {
  const last = tokens[to - 1]!
  const next = tokens[to]
  if (!next) return undefined
  const gap = text.slice(last.end, next.start)
  if (/['’]s$/iu.test(last.word.text))
    return gap === ' ' && OWNED.has(next.word.lower) ? { phrase: 'owner', sure: false } : undefined
  if (gap === ', ') return kindBehind(text, tokens, to) ? { phrase: 'called a company', sure: false } : undefined
  if (gap !== ' ') return undefined
  const word = next.word.lower
  if (DOES.has(word) && next.shape === 'lower') return { phrase: 'does what companies do', sure: false }
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

/** Weeks-Rivas: two surnames in one word are a firm more often than a person without a given name. */
function isDoubleSurname({ word }: NameToken): boolean {
  const parts = word.text.split('-')
  if (parts.length !== 2 || !parts.every((p) => /^\p{Lu}\p{Ll}{2}/u.test(p))) return false
  const [a, b] = parts.map((p) => p.toLowerCase()) as [string, string]
  if (latinSurnames.has(a) && latinSurnames.has(b)) return true
  return (
    (latinSurnames.has(a) && !isOrdinary(a) && !latinGiven.has(b)) ||
    (latinSurnames.has(b) && !isOrdinary(b) && !latinGiven.has(a))
  )
}
