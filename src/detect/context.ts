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
    const numbers = words.map(add)
    return {
      in(text) {
        const found = foundIn(text)
        if (found.length === 0) return undefined
        const first = numbers.findIndex((n) => found.includes(n))
        return first < 0 ? undefined : words[first]
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
  const clause = before.slice(lastBreak(before) + 1)
  const named = before.length > 0 && isNumbered(text, start) && OTHERWISE_NAMED.test(clause)
  const after = right(text, end)
  return `${named ? clause : before} \u0000 ${named ? after.slice(0, firstBreak(after)) : after}`.toLowerCase()
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
  for (let i = text.length - 1; i >= 0; i--) if (BREAKS.includes(text[i]!)) return i
  return -1
}

function firstBreak(text: string): number {
  for (let i = 0; i < text.length; i++) if (BREAKS.includes(text[i]!)) return i
  return text.length
}

const BREAKS = ',;\n'
const JOINS = Kind.letter | Kind.number

function left(text: string, start: number): string {
  let from = Math.max(0, start - LEFT)
  if (from > 0 && kindAt(text[from - 1]!, 0) & JOINS)
    while (from < start && kindAt(text, from) & JOINS) from += widthAt(text, from)
  return text.slice(Math.min(from, start), start)
}

function right(text: string, end: number): string {
  let to = Math.min(text.length, end + RIGHT)
  if (to < text.length && kindAt(text[to]!, 0) & JOINS)
    for (let at = before(text, to); at >= end && kindAt(text, at) & JOINS; at = before(text, to)) to = at
  return text.slice(end, to)
}

/** Where the code point before a place begins. */
function before(text: string, at: number): number {
  return at > 1 && widthAt(text, at - 2) === 2 ? at - 2 : at - 1
}
