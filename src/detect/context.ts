/**
 * Context words near a candidate: whole words, never substrings ("lic" in "public"), 40 characters to the left, 30 to the
 * right, and the field's name. A word that ends in `*` is a stem, for languages that inflect.
 */

import { Kind, kindAt, widthAt } from './letters.ts'
import { createVocabulary } from './vocabulary-search.ts'

const LEFT = 40
const RIGHT = 30

export interface ContextWords {
  /** the first word of the vocabulary that stands in a lower-case text, or undefined */
  in(text: string): string | undefined
}

/** Compiles lists of words that are asked about the same texts: dozens of recognisers are, and a text is searched once for all. */
export function contextCompiler(): (words: readonly string[] | undefined) => ContextWords {
  const { add, foundIn } = createVocabulary()
  return (words) => {
    if (!words || words.length === 0) return { in: () => undefined }
    const places = new Map<number, number>()
    words.map(add).forEach((n, place) => {
      if (!places.has(n)) places.set(n, place)
    })
    return {
      in(text) {
        let first = Infinity
        for (const n of foundIn(text)) {
          const place = places.get(n)
          if (place !== undefined && place < first) first = place
        }
        return words[first]
      },
    }
  }
}

/** One list of words, asked alone. */
export function compileContext(words: readonly string[] | undefined): ContextWords {
  return contextCompiler()(words)
}

/**
 * The text around a span, in lower case, without words that the window cuts. Where the words right before it call it
 * something else, "уд. личности 012345678, сумма 250000000", only that clause is around it.
 */
export function around(text: string, start: number, end: number): string {
  const before = left(text, start)
  const after = right(text, end)
  if (before !== '' && isNumbered(text, start)) {
    const clause = before.slice(lastBreak(before) + 1)
    if (OTHERWISE_NAMED.test(clause)) return `${clause} \u0000 ${after.slice(0, firstBreak(after))}`.toLowerCase()
  }
  return `${before} \u0000 ${after}`.toLowerCase()
}

/** Names of numbers that concern nobody, so that a word of the next clause is not theirs. */
const OTHERWISE_NAMED =
  /(?<!\p{L})(?:заказ\p{L}{0,3}|договор\p{L}{0,3}|сумм\p{L}{0,3}|артикул\p{L}{0,3}|накладн\p{L}{0,3}|заявк\p{L}{0,3}|обращени\p{L}{0,2}|трек\p{L}{0,3}|чек\p{L}{0,2}|цен\p{L}{0,2}|тапсырыс\p{L}{0,5}|шарт\p{L}{0,5}|сома\p{L}{0,5}|өтініш\p{L}{0,5}|orders?|invoices?|amounts?|totals?|contracts?|tickets?|tracking|receipts?|sku)(?: ?(?:№|no\.?|number|номер|нөмірі|id)| ?[#:№])*[ :]*$/iu

function isNumbered(text: string, start: number): boolean {
  const c = text.charCodeAt(start)
  return c >= 0x30 && c <= 0x39
}

/** The last mark that ends a clause. */
function lastBreak(text: string): number {
  for (let i = text.length - 1; i >= 0; i--) if (isBreak(text.charCodeAt(i))) return i
  return -1
}

function firstBreak(text: string): number {
  for (let i = 0; i < text.length; i++) if (isBreak(text.charCodeAt(i))) return i
  return text.length
}

/** A comma, a semicolon, a new line. */
function isBreak(unit: number): boolean {
  return unit === 0x2c || unit === 0x3b || unit === 0x0a
}

const JOINS = Kind.letter | Kind.number

function left(text: string, start: number): string {
  let from = Math.max(0, start - LEFT)
  if (from > 0 && joinsAlone(text, from - 1))
    while (from < start && kindAt(text, from) & JOINS) from += widthAt(text, from)
  return text.slice(Math.min(from, start), start)
}

function right(text: string, end: number): string {
  let to = Math.min(text.length, end + RIGHT)
  if (to < text.length && joinsAlone(text, to))
    for (let at = before(text, to); at >= end && kindAt(text, at) & JOINS; at = before(text, to)) to = at
  return text.slice(end, to)
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
