/** Dates and years in English running text: "in 1980", "the Act of 1998", "March 2004", time stamps. */
import { isDate, NUMERIC_DATE, WRITTEN_DATE } from '../date-forms.ts'
import { isDayMonth } from '../checks.ts'
import { regexpOf } from '../boundary.ts'
import type { NameToken } from '../names/tokens.ts'
import type { Candidate } from '../recogniser.ts'
import { isProse } from '../surroundings.ts'
import { englishText, isCapital } from './english-text.ts'
import { Fact, factsOf } from './word-facts.ts'

/** What makes a sentence of two words and a date. */
const SAYS = new Set(['is', 'was', 'are', 'were', 'be'])

/** Candidates of the entity `date` in running text; in a bare cell a date says little about whom, and is none. */
export function findDates(text: string, tokens: readonly NameToken[]): Candidate[] {
  const found: Candidate[] = []
  if (!englishText(tokens).english || !(isProse(text) || tokens.some(({ word }) => SAYS.has(word.lower)))) return found
  for (const [expression, name] of FORMS) {
    if (name === 'date in words' && !hasMonth(tokens)) continue
    for (const m of text.matchAll(regexpOf(expression))) {
      if (!isDate(m[0])) continue
      const end = m.index + m[0].length
      const time = TIME.exec(text.slice(end, end + 30))?.[0].length ?? 0
      found.push({ start: m.index, end: end + time, score: 0.55, why: [`pattern ${name} in running text`] })
    }
  }
  for (const m of text.matchAll(DAY_AND_MONTH)) {
    const [a, b] = m[0].split('/').map(Number) as [number, number]
    if (!isDayMonth(a, b, LEAP_YEAR) && !isDayMonth(b, a, LEAP_YEAR)) continue
    found.push({ start: m.index, end: m.index + m[0].length, score: 0.5, why: ['day and month behind a word of time'] })
  }
  for (let i = 0; i < tokens.length; i++) {
    const year = yearBehind(text, tokens, i)
    if (year) found.push(year)
  }
  return found
}

const FORMS = [
  [NUMERIC_DATE, 'date'],
  [WRITTEN_DATE, 'date in words'],
] as const
/** "today is 05/21", "due 12/1"; not "24/7", and not what may be a half or a third. */
const DAY_AND_MONTH =
  /(?<=(?<!\p{L})(?:today is|date is|date|dated|due|since|until|till|on|[Tt]oday|[Tt]omorrow|[Yy]esterday|Today is):? )(?!24\/7)(?:\d{2}\/\d{1,2}|\d\/\d{2})(?![\p{L}\p{N}%]|[./-]\p{N})/gu
const LEAP_YEAR = 2000
/** The time of a time stamp. */
const TIME =
  /^[T ,]{1,2}(?:at )?\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?: ?[AaPp]\.?[Mm]\.?(?!\p{L})|Z|[+-]\d{2}:?\d{2})?(?!\d)/u

/** The expression of written dates is dear. */
function hasMonth(tokens: readonly NameToken[]): boolean {
  return (englishText(tokens).facts & Fact.month) !== 0
}

/** A year, or the day of a month, behind a word: "during 1971", "Act of 1998", "August 1995", "on 3 May". */
function yearBehind(text: string, tokens: readonly NameToken[], at: number): Candidate | undefined {
  const { word, start, end } = tokens[at]!
  const c = text.charCodeAt(end + 1)
  if (!(c >= 0x30 && c <= 0x39) && text[end] !== ',') return undefined
  const facts = factsOf(word)
  const month = (facts & Fact.month) !== 0 && (isCapital(tokens[at]) || word.lower.length > 3)
  const sure = SURE.has(word.lower)
  if (word.lower === 'the') return editionOf(text, end, tokens[at + 1])
  const named = word.lower === 'of' && at > 0 && isNamedAfter(tokens[at - 1]!)
  const loose = named || LOOSE.has(word.lower)
  if (!month && !sure && !loose) return undefined
  const m = YEAR.exec(text.slice(end, end + 12))
  if (!m) {
    const day = month ? DAY.exec(text.slice(end, end + 6)) : null
    return day ? { start, end: end + day[0].length, score: 0.5, why: ['day of a month'] } : undefined
  }
  const next = tokens[at + 1]
  const alone = endsThere(text, end + m[0].length, next)
  if (!month && !sure && !named && !alone) return undefined
  const day = month ? DAY_BEFORE.exec(text.slice(Math.max(0, start - 6), start))?.[0] : undefined
  const from = month ? start - (day?.trimStart().length ?? 0) : end + 1
  return {
    start: from,
    end: end + m[0].length,
    score: 0.55,
    why: [month ? 'month and year' : `word of time: ${word.lower}`],
  }
}

/** "the 1988 version", "the 2016 election" */
function editionOf(text: string, end: number, next: NameToken | undefined): Candidate | undefined {
  const m = YEAR.exec(text.slice(end, end + 12))
  if (!m || !next || next.start !== end + m[0].length + 1 || !EDITIONS.has(next.word.lower)) return undefined
  return { start: end + 1, end: end + m[0].length, score: 0.55, why: ['year of an edition'] }
}

const EDITIONS = new Set(
  'version edition film movie album remake season election elections war report budget act law census olympics championship tour race model season crisis revolution treaty tournament festival'.split(
    ' ',
  ),
)
const YEAR = /^,? (?:1[789]\d\d|20\d\d)s?(?:[-–/](?:\d{2}|\d{4}))?(?![\p{L}\p{N}]|[.,:/-]\p{N}|%)/u
const DAY = /^ (?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\p{L}\p{N}]|[.,:/-]\p{N}|%)/u
const DAY_BEFORE = /(?:^|[^\p{L}\p{N}.,/-])(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)? $/u
const SURE = new Set('during since circa until till summer winter spring autumn fall year years anno'.split(' '))
const LOOSE = new Set('in by from around before after between late early mid and to'.split(' '))

/** "the Example Act of 1998", "the war of 1812" */
function isNamedAfter(token: NameToken): boolean {
  return isCapital(token) ? !/^(?:version|edition)$/.test(token.word.lower) : NAMED_AFTER.has(token.word.lower)
}

const NAMED_AFTER = new Set(
  'act acts law war battle treaty revolution crisis constitution class summer winter spring autumn fall census election elections earthquake fire flood convention declaration'.split(
    ' ',
  ),
)

/** Behind the year nothing, a mark, or a small word: "in 2000 words" counts words. */
function endsThere(text: string, at: number, next: NameToken | undefined): boolean {
  if (!next || next.start > at + 1 || text[at] !== ' ') return true
  return (factsOf(next.word) & Fact.function) !== 0 || isCapital(next)
}

/** For the test of linear time. */
export const dateExpressions = [NUMERIC_DATE, WRITTEN_DATE, DAY_AND_MONTH, TIME, YEAR, DAY, DAY_BEFORE]
