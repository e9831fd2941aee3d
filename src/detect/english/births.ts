/** Dates of birth as English forms and calls have them: "d.o.b 22.8.91", "DOB 3 Mar 64", "Ninth March 1931", "oh four, eleven, seventy-nine". */
import { isDayMonth } from '../checks.ts'
import { isNumberOfDate } from '../number-words.ts'
import type { NameToken } from '../names/tokens.ts'

const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)'
const DAY = '\\d{1,2}(?:st|nd|rd|th)?'
const YEAR = "['’]?(?:(?:18|19|20)\\d{2}|\\d{2})"
const LABEL =
  '(?<![\\p{L}\\p{N}])(?:d\\. ?o\\. ?b\\.?|d\\/o\\/b|dob|d ?o ?b|date of birth|birth ?date|birthday|bday|b-day|when (?:and where )?born|born)'
/** What stands between the word of birth and its date: marks, a small word, a question and who answers it. */
const BETWEEN =
  "(?:[^\\p{L}\\p{N}]{1,24}|(?:[^\\p{L}\\p{N}\\n]{1,3}(?:is|was|on|the|please|pls|its|it's|of|patient|caller|customer|client|cl|me|answer)){1,4}[^\\p{L}\\p{N}]{1,12})"
/** Group 1: the date. */
const LABELLED = new RegExp(
  `${LABEL}(?: ?\\([dmy\\/. -]{4,12}\\))?${BETWEEN}(\\d{1,2}[.\\/ -]\\d{1,2}[.\\/ -]${YEAR}|${DAY}[ .-](?:of )?${MONTH}[.,]?[ .-]${YEAR}|${MONTH}[. -]{1,2}${DAY}(?:, ?| |-)${YEAR}|\\d{2}[01]\\d{3}|\\d{4}[01]\\d[0-3]\\d)(?![\\p{L}\\p{N}]|[.\\/-]\\p{N})`,
  'giu',
)
const ORDINAL =
  '(?:(?:twenty|thirty)[ -])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)'
const WITH_ORDINAL = new RegExp(
  `(?<!\\p{L})(?:(?:the )?${ORDINAL}(?: day)?(?: of)? ${MONTH},? (?:in the year )?|${MONTH} (?:the )?${ORDINAL},? )(?:18|19|20)\\d{2}(?!\\p{N})`,
  'giu',
)
const LABELS = new RegExp(LABEL, 'giu')
const REACH = 64

export const birthExpressions: readonly RegExp[] = [LABELLED, WITH_ORDINAL, LABELS]

/** Spans of a text in which a word of birth stands. */
export function englishBirths(text: string, words: () => readonly NameToken[]): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = []
  for (const m of text.matchAll(LABELLED)) {
    const end = m.index + m[0].length
    if (isDay(m[1]!)) found.push({ start: end - m[1]!.length, end })
  }
  for (const m of text.matchAll(WITH_ORDINAL)) found.push({ start: m.index, end: m.index + m[0].length })
  for (const m of text.matchAll(LABELS)) {
    const said = numbersBehind(text, words(), m.index + m[0].length)
    if (said) found.push(said)
  }
  return found
}

/** Of two numbers with a month between, or three of which two are a day and a month; six and eight digits are asked less. */
function isDay(date: string): boolean {
  const numbers = date.match(/\d+/g)!.map(Number)
  if (numbers.length < 3) return true
  const [a, b, c] = numbers as [number, number, number]
  const year = c < 100 ? 2000 + c : c
  return isDayMonth(a, b, year) || isDayMonth(b, a, year)
}

/** Three numbers in words or more, of which the last is no small one: "oh four, eleven, seventy-nine". */
function numbersBehind(
  text: string,
  tokens: readonly NameToken[],
  at: number,
): { start: number; end: number } | undefined {
  let first = -1
  let last = -1
  let count = 0
  for (let i = tokens.findIndex((t) => t.start >= at); i >= 0 && i < tokens.length; i++) {
    const { word, start, end } = tokens[i]!
    if (start > at + REACH) break
    if (isNumberOfDate(word.lower)) {
      if (first < 0) first = start
      last = end
      count += word.lower.split('-').length
    } else if (first >= 0 && !/^(?:of|the|and)$/.test(word.lower)) break
    if (first >= 0 && !/^[ ,.-]{0,3}$/.test(text.slice(end, Math.min(tokens[i + 1]?.start ?? end, end + 4)))) break
  }
  return count > 2 && count < 10 ? { start: first, end: last } : undefined
}
