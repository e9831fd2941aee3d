/** A text as a finder of addresses reads it: words and numbers, and what stands between them. */
import { countryAt } from '../english/countries.ts'
import { Fact, factsOf } from '../english/word-facts.ts'
import type { NameToken } from '../names/tokens.ts'
import type { Word } from '../names/words.ts'
import { isNumberOfDate } from '../number-words.ts'

export interface Item {
  start: number
  end: number
  /** undefined: a number */
  token: NameToken | undefined
  /** `Fact`s of the word, 0 of a number */
  facts: number
  /** digits of a number */
  digits: number
  /** what stands before it, bits of `Gap` */
  gap: number
  /** line breaks before it */
  lines: number
}

/** A text being read for addresses. */
export interface Reader {
  text: string
  items: readonly Item[]
  caseless: boolean
  /** the text has words of streets and houses */
  streets: boolean
  /** running text or several lines: shapes count that a bare cell may have by chance */
  loose: boolean
}

export const Gap = {
  comma: 1,
  dot: 2,
  dash: 4,
  slash: 8,
  open: 16,
  close: 32,
  hash: 64,
  colon: 128,
  hard: 256,
  space: 512,
} as const

/** All items; a letter or an ordinal ending glued to a number belongs to it: 17a, 31st, 4AB. */
export function itemsOf(text: string, tokens: readonly NameToken[]): Item[] {
  const items: Item[] = []
  let at = 0
  for (const token of tokens) {
    if (token.start < at) continue
    at = addNumbers(text, at, token.start, items)
    const last = items.at(-1)
    if (last && last.token === undefined && last.end === token.start && GLUED.test(token.word.text))
      last.end = token.end
    else if (last && last.token === undefined && last.end === token.start && !DWELLING.test(token.word.lower))
      last.gap |= Gap.hard
    else items.push(item(text, token.start, token.end, items, token))
    at = token.end
  }
  addNumbers(text, at, text.length, items)
  return items
}

/** Whether the word is a number read out: двадцать, төртінші, forty-one. */
export function isNumberInWords(word: Word): boolean {
  return (word.number ??= word.text.length > 1 && isNumberOfDate(word.lower))
}

/** Whether the word may be the whole number of a house in words: one of `isNumberInWords`, or with an ending of Kazakh. */
export function mayBeNumberInWords(word: Word): boolean {
  return isNumberInWords(word) || CASED_ALONE.test(word.lower)
}

/** The last word of a number with an ending of Kazakh, "он екіден", "жиырма беске"; "бірден" and "онда" are words as well. */
const CASED =
  /^(?:бір|екі|үш|төрт|бес|алты|жеті|сегіз|тоғыз|он|жиырма|отыз|қырық|елу|алпыс|жетпіс|сексен|тоқсан|жүз)(?:[дтн][ае]н?|[гқғк][ае]|[дт][ае]м[ыі][нз]|ден|дан)$/u
const CASED_ALONE =
  /^(?:екі|үш|төрт|бес|алты|жеті|сегіз|тоғыз|жиырма|отыз|қырық|елу|алпыс|жетпіс|сексен|тоқсан)[дт][ае]н?$/u
/** "он екіден кейін": an hour */
const OF_HOURS = /^(?:кейін|бастап|дейін|шейін|асты|аса|артық|кем|өткен|қалды|басталады)$/u

/**
 * The same with numbers in words as numbers: "он төртінші үй", "сто шестьдесят четыре, квартира девять". A single one counts
 * beside what `isHouse` says is the word of a house or a flat, and, where nothing is counted, where `isBehindStreet` says so.
 */
export function withNumbersInWords(
  items: Item[],
  isHouse: (item: Item) => boolean,
  isBehindStreet: (read: readonly Item[]) => boolean = () => false,
): Item[] {
  if (!items.some((i) => i.token && (isNumberInWords(i.token.word) || CASED_ALONE.test(i.token.word.lower))))
    return items
  const read: Item[] = []
  for (let i = 0; i < items.length; i++) {
    let to = i
    while (to < items.length && to - i < LONGEST_NUMBER && isPartOfNumber(items, i, to)) to++
    const words = items.slice(i, to)
    const many = words.length > 1 || words[0]?.token?.word.text.includes('-') === true
    const beside = (item: Item | undefined): boolean => item !== undefined && item.lines === 0 && isHouse(item)
    const last = words.at(-1)?.token?.word.lower ?? ''
    if (CASED.test(last) && OF_HOURS.test(items[to]?.token?.word.lower ?? '')) {
      read.push(...words)
      i = to - 1
    } else if (
      words.length > 0 &&
      (many ||
        beside(read.at(-1)) ||
        beside(items[to]) ||
        ((CASED_ALONE.test(last) || isLast(items[to])) && !ONE.test(last) && isBehindStreet(read)))
    ) {
      read.push({ ...items[i]!, end: words.at(-1)!.end, token: undefined, facts: 0, digits: 2 })
      i = to - 1
    } else read.push(items[i]!)
  }
  return read
}

/** Words of one number */
const LONGEST_NUMBER = 4

function isPartOfNumber(items: readonly Item[], from: number, at: number): boolean {
  const { token, gap, lines } = items[at]!
  if (!token) return false
  const { lower } = token.word
  if (at === from) return isNumberInWords(token.word) || CASED_ALONE.test(lower)
  if (gap !== Gap.space || lines > 0) return false
  const before = items[at - 1]!.token!.word.lower
  return (isNumberInWords(token.word) || CASED.test(lower)) && !isOrdinal(before) && !CASED.test(before)
}

/** Nothing goes on behind it, so nothing is counted: "улица Гашека тридцать, пожалуйста". */
function isLast(next: Item | undefined): boolean {
  return next === undefined || next.lines > 0 || (next.gap & (Gap.comma | Gap.dot | Gap.hard)) !== 0
}

const ONE = /^(?:од[инао]\p{L}*|бір|первая|первый|первой)$/u

/** Nothing follows an ordinal: "жиырма бесінші үй, үшінші пәтер". */
function isOrdinal(lower: string): boolean {
  return /(?:нш[ыі]|[оы]й|ый|ая|th|first|second|third)$/u.test(lower)
}

const GLUED = /^(?:\p{L}|\p{Lu}{2}|st|nd|rd|th)$/u

/** Written without a space: 19үй, 5кв */
const DWELLING = /^(?:үй|пәтер|дом|кв|мкрн?|эт|корп|ықшамаудан)$/u

const HOUSE_AND_FLAT = /^\p{L}[-/–]$/u

function addNumbers(text: string, from: number, to: number, items: Item[]): number {
  for (let i = from; i < to; i++) {
    if (!isDigit(text.charCodeAt(i))) continue
    let end = i + 1
    let digits = 1
    // "3610-114", "12/4"
    while (
      end < to &&
      (isDigit(text.charCodeAt(end)) || (isJoint(text.charCodeAt(end)) && isDigit(text.charCodeAt(end + 1))))
    ) {
      if (isDigit(text.charCodeAt(end))) digits++
      end++
    }
    const before = items.at(-1)
    // "9а-31": a house, and a flat behind its letter
    if (before?.token === undefined && before?.end === i - 1 && HOUSE_AND_FLAT.test(text.slice(i - 2, i)))
      before.end = end
    else items.push({ ...item(text, i, end, items, undefined), digits })
    i = end - 1
  }
  return to
}

function item(text: string, start: number, end: number, items: readonly Item[], token: NameToken | undefined): Item {
  let gap = 0
  let lines = 0
  const from = items.at(-1)?.end ?? 0
  if (start - from > LONGEST_GAP && !isIndented(text, from, start)) gap = Gap.hard
  else
    for (let i = from; i < start; i++) {
      const unit = text.charCodeAt(i)
      if (unit === NEW_LINE) lines++
      else gap |= GAPS.get(unit) ?? Gap.hard
    }
  return { start, end, token, facts: token ? factsOf(token.word) : 0, digits: 0, gap, lines }
}

/** The head of a letter, on the right of the page: the end of a line with its mark, and spaces before the next. */
function isIndented(text: string, from: number, start: number): boolean {
  if (start - from > LONGEST_INDENT || (from > 0 && !/^[,.;: ]{0,3}\n/.test(text.slice(from, from + 4)))) return false
  for (let i = start - 1; i >= from && text.charCodeAt(i) !== NEW_LINE; i--)
    if (text.charCodeAt(i) !== SPACE) return false
  return true
}

const LONGEST_INDENT = 90
const SPACE = 0x20
const LONGEST_GAP = 12
const NEW_LINE = 0x0a
/** by UTF-16 unit */
const GAPS: ReadonlyMap<number, number> = new Map(
  Object.entries({
    ' ': Gap.space,
    ',': Gap.comma,
    '.': Gap.dot,
    '-': Gap.dash,
    '–': Gap.dash,
    '/': Gap.slash,
    '(': Gap.open,
    ')': Gap.close,
    '#': Gap.hash,
    '№': Gap.hash,
    ':': Gap.colon,
    "'": 0,
    '’': 0,
  }).map(([sign, gap]) => [sign.charCodeAt(0), gap]),
)

export function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39
}

/** A hyphen or a slash. */
function isJoint(unit: number): boolean {
  return unit === 0x2d || unit === 0x2f
}

/** Whether an item is written as the word of a name: with a capital, or in any way where nothing has capitals. */
export function isNameWord({ token, facts }: Item, caseless: boolean): boolean {
  if (!token) return false
  if (caseless) return (facts & (Fact.function | Fact.label | Fact.month | Fact.weekday)) === 0
  return token.shape !== 'lower' || /^\p{Lu}/u.test(token.word.text) || /^\p{Ll}['’]\p{Lu}/u.test(token.word.text)
}

/** The words of a country that begin at an item; 0 for none. */
export function countryBehind(items: readonly Item[], at: number): number {
  if (at >= items.length || (items[at]!.facts & Fact.country) === 0) return 0
  return countryAt((i) => (i === 0 || items[at + i]?.gap === Gap.space ? items[at + i]?.token?.word.lower : undefined))
}

/** Exports write this where a region is missing. */
export const MISSING = 'nan'
