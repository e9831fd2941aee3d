/**
 * Organisations in English text: capitals that end in the word of a form (Inc, Group), and capitals that a phrase of
 * companies brings: "work for X", "X is a design agency", "the address of X is", "X, which later became Y".
 */
import { allOrdinary, endOfName, englishText, isCapital, isUnknown, runEnd } from '../english/english-text.ts'
import type { EnglishText } from '../english/english-text.ts'
import { Fact, factsOf, isOrdinary } from '../english/word-facts.ts'
import { latinGiven, latinSurnames } from '../names/tables.ts'
import type { NameToken } from '../names/tokens.ts'
import type { Candidate } from '../recogniser.ts'
import { companyLines } from './company-lines.ts'
import { BECAME, FORMS, KIND_FORMS, LEGAL_FORMS } from './organisation-cues.ts'
import { cueAfter, cueBefore } from './organisation-phrases.ts'
import { beforeWordOfFirms, unknownName } from './unknown-names.ts'

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
  const end = withList(text, tokens, at, runEnd(text, tokens, at))
  const form = formEnd(text, tokens, at, end)
  if (form > at + 1)
    return [form, candidate(text, tokens, skipped(tokens, at, form), form, 0.6, 'form of an organisation')]
  let from = at
  // "The Exampleer Group", "When Exampleer invested": the small word at the beginning is no part of it.
  while (from < end && factsOf(tokens[from]!.word) & (Fact.function | Fact.weekday)) from++
  // "Employees of Exampleer", but "Bank of Exampleland"
  while (from + 2 < end && tokens[from + 1]!.word.lower === 'of' && isPlainHead(tokens[from]!)) from += 2
  if (from === end) return [Math.max(end, at + 1)]
  if (facts & Fact.month) return [end]
  const why = cueBefore(text, tokens, from) ?? cueAfter(text, tokens, from, end)
  if (why) {
    const known = why.sure || end - from > 1 || isAcronym(tokens[from]!) || !allOrdinary(tokens, from, end)
    return known ? [end, candidate(text, tokens, from, end, 0.55, why.phrase)] : [end]
  }
  if (end - from === 1 && isDoubleSurname(tokens[from]!))
    return [end, candidate(text, tokens, from, end, 0.52, 'two surnames')]
  if (!about.technical && beforeWordOfFirms(text, tokens, from, end))
    return [end, candidate(text, tokens, from, end, 0.5, 'before a word of firms')]
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
  let end = endOfName(last)
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
    // "Insurance No AB 00 00 …" begins a number.
    const counts = written.length === 2 && /^ \d/.test(text.slice(tokens[i]!.end, tokens[i]!.end + 2))
    if (FORMS.has(lower) && !counts && !/^(?:as|co|ab|sa)$/u.test(written)) return i + 1
    if (KIND_FORMS.has(lower) && !allOrdinary(tokens, from, i)) return i + 1
  }
  // "Example Widgets, Inc." and, in lower case, "Example Widgets inc"
  const next = tokens[end]
  if (next && LEGAL_FORMS.has(next.word.lower) && /^,? $/u.test(text.slice(tokens[end - 1]!.end, next.start)))
    return end + 1
  return from
}

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
