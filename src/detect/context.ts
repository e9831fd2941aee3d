/**
 * Context words near a candidate: whole words, never substrings ("lic" in "public"), 40 characters to the left, 30 to the
 * right, and the field's name. A word that ends in `*` is a stem, for languages that inflect.
 */

import { Kind, kindAt, widthAt } from './letters.ts'
import { createVocabulary } from './vocabulary-search.ts'
import type { Vocabulary } from './vocabulary-search.ts'

const LEFT = 40
const RIGHT = 30

export interface ContextWords {
  /** the first word of the list that stands in a lower-case text, or undefined */
  in(text: string): string | undefined
  /** the first word of the list among those that stand beside a span */
  among(beside: readonly number[]): string | undefined
}

/** Lists of words that are asked about the same texts: dozens of recognisers are, and a text is searched once for all. */
export interface Contexts {
  compile(words: readonly string[] | undefined): ContextWords
  besideSpansOf(text: string): BesideSpans
}

/** The words of all lists that stand beside a span of a text, by their numbers. */
export type BesideSpans = (start: number, end: number) => readonly number[]

export function createContexts(): Contexts {
  const vocabulary = createVocabulary()
  return {
    compile: (words = []) => compile(words, vocabulary),
    besideSpansOf(text) {
      let lower: string | undefined
      const known = new Map<number, readonly number[]>()
      return (start, end) => {
        const key = keyOf(start, end)
        let found = known.get(key)
        if (!found) {
          lower ??= lowerCase(text)
          known.set(key, (found = beside(vocabulary, text, lower, start, end)))
        }
        return found
      }
    },
  }
}

/** One list of words, asked alone. */
export function compileContext(words: readonly string[] | undefined): ContextWords {
  return createContexts().compile(words)
}

function compile(words: readonly string[], vocabulary: Vocabulary): ContextWords {
  if (words.length === 0) return NO_WORDS
  const places = new Map<number, number>()
  words.map(vocabulary.add).forEach((n, place) => {
    if (!places.has(n)) places.set(n, place)
  })
  const among = (found: readonly number[]): string | undefined => {
    let first = Infinity
    for (const n of found) {
      const place = places.get(n)
      if (place !== undefined && place < first) first = place
    }
    return first === Infinity ? undefined : words[first]
  }
  return { among, in: (text) => among(vocabulary.foundIn(text)) }
}

const NO_WORDS: ContextWords = { in: () => undefined, among: () => undefined }

/** No text is longer; short spans, which most are, have the keys that the engine finds at once. */
const LONGEST = 2 ** 20
const SHORT = 64

function keyOf(start: number, end: number): number {
  return end - start < SHORT ? start * SHORT + end - start : -start * LONGEST - end
}

/** Every unit where it was. The one letter that becomes two, of Turkish, counts as a letter that is in no word. */
function lowerCase(text: string): string {
  const lower = text.toLowerCase()
  return lower.length === text.length ? lower : text.replaceAll('İ', 'ı').toLowerCase()
}

function beside(vocabulary: Vocabulary, text: string, lower: string, start: number, end: number): readonly number[] {
  const { from, to } = around(text, start, end)
  const found: number[] = []
  vocabulary.find(lower, from, start, found)
  vocabulary.find(lower, end, to, found)
  return found
}

/** The part of a text that counts as beside a span: from `from` to its start, and from its end to `to`. */
export interface Around {
  from: number
  to: number
}

/**
 * What is around a span, without words that the window cuts. Where the words right before it call it something else,
 * "уд. личности 012345678, сумма 250000000", only that clause is around it.
 */
export function around(text: string, start: number, end: number): Around {
  const from = left(text, start)
  const to = right(text, end)
  if (from < start && isNumbered(text, start)) {
    const clause = lastBreak(text, from, start) + 1
    if (mayNameOtherwise(text, clause, start) && OTHERWISE_NAMED.test(text.slice(clause, start)))
      return { from: clause, to: firstBreak(text, end, to) }
  }
  return { from, to }
}

/** Names of numbers that concern nobody, so that a word of the next clause is not theirs. */
const OTHERWISE_NAMED =
  /(?<!\p{L})(?:заказ\p{L}{0,3}|договор\p{L}{0,3}|сумм\p{L}{0,3}|артикул\p{L}{0,3}|накладн\p{L}{0,3}|заявк\p{L}{0,3}|обращени\p{L}{0,2}|трек\p{L}{0,3}|чек\p{L}{0,2}|цен\p{L}{0,2}|тапсырыс\p{L}{0,5}|шарт\p{L}{0,5}|сома\p{L}{0,5}|өтініш\p{L}{0,5}|orders?|invoices?|amounts?|totals?|contracts?|tickets?|tracking|receipts?|sku)(?: ?(?:№|no\.?|number|номер|нөмірі|id)| ?[#:№])*[ :]*$/iu

function isNumbered(text: string, start: number): boolean {
  const c = text.charCodeAt(start)
  return c >= 0x30 && c <= 0x39
}

/** The first three letters of those names: most clauses have no word that begins like one. */
const HEADS = new Set(
  'зак дог сум арт нак зая обр тре чек цен тап шар сом өті ord inv amo tot con tic tra rec sku'
    .split(' ')
    .map((word) => headAt(word, 0)),
)

function headAt(text: string, at: number): number {
  return (
    (smallLetter(text.charCodeAt(at)) * 0x1000 + smallLetter(text.charCodeAt(at + 1))) * 0x1000 +
    smallLetter(text.charCodeAt(at + 2))
  )
}

function smallLetter(unit: number): number {
  return (unit >= 0x41 && unit <= 0x5a) || (unit >= 0x410 && unit <= 0x42f)
    ? unit + 0x20
    : unit === 0x4e8
      ? 0x4e9
      : unit
}

/** Whether `OTHERWISE_NAMED` can match in a clause: a word begins like one of its names, or with a letter of other scripts. */
function mayNameOtherwise(text: string, from: number, to: number): boolean {
  let inside = false
  for (let at = from; at < to; at++) {
    const unit = text.charCodeAt(at)
    const letter = (kindAt(text, at) & Kind.letter) !== 0
    if (unit > 0x52f && (letter || (unit >= 0xd800 && unit <= 0xdfff))) return true
    if (letter && !inside && at + 3 <= to && HEADS.has(headAt(text, at))) return true
    inside = letter
  }
  return false
}

/** The last mark that ends a clause, or the place before the part. */
function lastBreak(text: string, from: number, to: number): number {
  for (let i = to - 1; i >= from; i--) if (isBreak(text.charCodeAt(i))) return i
  return from - 1
}

function firstBreak(text: string, from: number, to: number): number {
  for (let i = from; i < to; i++) if (isBreak(text.charCodeAt(i))) return i
  return to
}

/** A comma, a semicolon, a new line. */
function isBreak(unit: number): boolean {
  return unit === 0x2c || unit === 0x3b || unit === 0x0a
}

const JOINS = Kind.letter | Kind.number

function left(text: string, start: number): number {
  let from = Math.max(0, start - LEFT)
  if (from > 0 && joinsAlone(text, from - 1))
    while (from < start && kindAt(text, from) & JOINS) from += widthAt(text, from)
  return Math.min(from, start)
}

function right(text: string, end: number): number {
  let to = Math.min(text.length, end + RIGHT)
  if (to < text.length && joinsAlone(text, to))
    for (let at = before(text, to); at >= end && kindAt(text, at) & JOINS; at = before(text, to)) to = at
  return to
}

/** Whether a unit that is a character of its own belongs to a word. */
function joinsAlone(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return (unit < 0xd800 || unit > 0xdfff) && (kindAt(text, at) & JOINS) !== 0
}

/** Where the code point before a place begins. */
function before(text: string, at: number): number {
  return at > 1 && widthAt(text, at - 2) === 2 ? at - 2 : at - 1
}
