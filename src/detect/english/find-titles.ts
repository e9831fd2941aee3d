/**
 * Titles in English text: forms of address before a name, and occupations where a phrase or a line brings one: "works as
 * a booking clerk", "Occupation: nurse", the line below a name.
 */
import { linesOf } from '../organisation/company-lines.ts'
import type { Line } from '../organisation/company-lines.ts'
import { latinSurnames } from '../names/tables.ts'
import type { NameToken } from '../names/tokens.ts'
import type { Candidate } from '../recogniser.ts'
import { englishText, isCapital } from './english-text.ts'
import { isHead, isOccupation } from './occupations.ts'
import { Fact, factsOf } from './word-facts.ts'

/** Candidates of the entity `title`, without the forms of address. `tokens`: of `nameTokens(text)`. */
export function findTitles(text: string, tokens: readonly NameToken[]): Candidate[] {
  if (!englishText(tokens).english) return []
  const found: Candidate[] = []
  const lines = linesOf(text, tokens)
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i]!
    const end = titleLineEnd(text, tokens, line, lines[i - 1]!)
    if (end > line.from) found.push(candidate(tokens, line.from, end, 0.6, 'a line of its own'))
  }
  for (let i = 1; i < tokens.length; i++) {
    const sure = cueBefore(text, tokens, i)
    if (sure === undefined) continue
    const end = phraseEnd(text, tokens, i, sure)
    if (end > i) found.push(candidate(tokens, i, end, 0.6, 'word of work'))
  }
  return found
}

function candidate(tokens: readonly NameToken[], from: number, to: number, score: number, why: string): Candidate {
  return { start: tokens[from]!.start, end: tokens[to - 1]!.end, score, why: [`occupation: ${why}`] }
}

/** Behind the occupation that a line is, or begins with; its beginning for none. Above stands a line of one to five words. */
function titleLineEnd(text: string, tokens: readonly NameToken[], line: Line, above: Line): number {
  const words = above.to - above.from
  if (words < 1 || words > 5 || above.end - above.start > 60 || /[\d:;!?@]/.test(text.slice(above.start, above.end)))
    return line.from
  if (line.end - line.start > 90 || /[\d:;!?]|\. *$/.test(text.slice(line.start, line.end))) return line.from
  // "Senior analyst at Zanvirt", "Account manager, Zanvirt"; "Court, municipal, and license clerk" is one.
  for (let i = line.from + 1; i < line.to; i++)
    if (tokens[i]!.word.lower === 'at' && isOccupation(tokens, line.from, i)) return i
  if (isOccupation(tokens, line.from, line.to)) return line.to
  for (let i = line.from + 1; i < line.to; i++)
    if (text.slice(tokens[i - 1]!.end, tokens[i]!.start) === ', ' && isOccupation(tokens, line.from, i)) return i
  return line.from
}

/** Whether a phrase of work ends before the token; true where hardly anything but an occupation follows. */
function cueBefore(text: string, tokens: readonly NameToken[], at: number): boolean | undefined {
  const last = tokens[at - 1]!
  const gap = text.slice(last.end, tokens[at]!.start)
  const word = last.word.lower
  if (gap !== ' ') return /^:\s{1,3}$/.test(gap) && LABELS.has(word) ? true : undefined
  // "a 36 year old driver"
  if (word === 'old' && YEARS.has(tokens[at - 2]?.word.lower ?? '')) return false
  const article = ARTICLES.has(word)
  if (article && at > 2 && text.slice(tokens[at - 2]!.end, last.start) === ', ' && isPerson(tokens[at - 2]!))
    return false
  const k = article ? at - 2 : at - 1
  const cue = tokens[k]
  if (!cue || (article && text.slice(cue.end, last.start) !== ' ')) return undefined
  const before = k > 0 && text.slice(tokens[k - 1]!.end, cue.start) === ' ' ? tokens[k - 1]!.word.lower : ''
  const lower = cue.word.lower
  if (lower === 'as')
    return AS.has(before) || behindWork(text, tokens, k) ? true : isCapital(tokens[at]) || article ? false : undefined
  if (article && (lower === 'am' || lower === "i'm" || lower === 'i’m')) return false
  if (article && BECOME.has(lower)) return false
  if (article && (lower === 'is' || lower === 'was') && (PEOPLE.has(before) || (k > 0 && isPerson(tokens[k - 1]!))))
    return false
  if (!article && APPOINTED.has(word)) return false
  if (article && (lower === 'of' || lower === 'for') && JOB.has(before)) return true
  if (article && ((lower === 'for' && before === 'looking') || HIRE.has(lower))) return false
  if (!article && lower === 'of' && JOB.has(before)) return true
  if (!article && lower === 'to' && before === 'promoted') return true
  return undefined
}

const NO_PERSON = Fact.ordinary | Fact.function | Fact.country | Fact.place

/** A capital that is no word: "Anna is a nurse". */
function isPerson(token: NameToken): boolean {
  if (!isCapital(token)) return false
  return latinSurnames.has(token.word.lower) || (factsOf(token.word) & NO_PERSON) === 0
}

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '))

const YEARS = set('year years')
const LABELS = set('title occupation profession position job role designation function')
const ARTICLES = set('a an the our their his her your my')
const AS = set(
  'work works worked working employed hired job jobs position role serve serves served serving career appointed elected acted acting start started trained training qualified registered living money moonlighted volunteered freelanced me him her them you us rehired contracted',
)
const BECOME = set('became become becoming becomes be been being')
const APPOINTED = set('appointed elected hiring recruiting promoted hires')
const HIRE = set('hire hired hiring need needs needed find seek seeks seeking employ employs employed')
/** Who may be one: "my father is a driver". */
const PEOPLE = set(
  'he she who father mother brother sister husband wife son daughter uncle aunt cousin friend neighbour neighbor dad mom mum boss partner colleague girlfriend boyfriend roommate grandfather grandmother i man woman',
)
const JOB = set('job position role post title work profession occupation office career')

/** "work for Exampleer as", "worked at Example Inc as": a word of work in the clause before. */
function behindWork(text: string, tokens: readonly NameToken[], at: number): boolean {
  for (let i = at - 1; i > Math.max(0, at - 10); i--) {
    if (/[.;!?\n]/.test(text.slice(tokens[i]!.end, tokens[i + 1]!.start).replace('. ', ''))) return false
    if (WORK.has(tokens[i]!.word.lower)) return true
  }
  return false
}

const WORK = set('work works worked working employed hired job joined join employs career internship year years months')
const LONGEST = 9

/** Behind the last head of an occupation before the clause ends. `sure`: a capital word that ends as occupations do is one. */
function phraseEnd(text: string, tokens: readonly NameToken[], from: number, sure: boolean): number {
  let end = from
  let last = from
  for (let i = from; i < Math.min(tokens.length, from + LONGEST); i++) {
    const { word } = tokens[i]!
    const gap = i > from ? text.slice(tokens[i - 1]!.end, tokens[i]!.start) : ' '
    if (gap !== ' ' && gap !== ', ' && gap !== '/' && gap !== ' & ' && gap !== '-') break
    // "clerk, but quit": a comma goes on inside a list of capitals and words only.
    if (gap === ', ' && end > from && !isListOfWork(text, tokens, i)) break
    if (factsOf(word) & Fact.function && !/^(?:and|or|of)$/.test(word.lower)) break
    if (word.lower === 'of' && end !== i) break
    if (isHead(word.lower)) end = i + 1
    last = i + 1
  }
  if (
    end === from &&
    sure &&
    last - from <= 4 &&
    isCapital(tokens[from]) &&
    /(?:er|or|ist|ian|ant|ent|ee)$/.test(tokens[last - 1]!.word.lower)
  )
    return last
  if (end > from && end - from === 1 && !sure && !isOccupation(tokens, from, end)) return from
  return end
}

/** "Court, municipal, and license clerk": behind the comma a word, and a head before the clause ends. */
function isListOfWork(text: string, tokens: readonly NameToken[], at: number): boolean {
  for (let i = at; i < Math.min(tokens.length, at + 5); i++) {
    if (i > at && !/^,? $/.test(text.slice(tokens[i - 1]!.end, tokens[i]!.start))) return false
    if (factsOf(tokens[i]!.word) & Fact.function && !/^(?:and|or)$/.test(tokens[i]!.word.lower)) return false
    if (isHead(tokens[i]!.word.lower)) return true
  }
  return false
}
