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

/** The text around a span, in lower case, without words that the window cuts. */
export function around(text: string, start: number, end: number): string {
  return `${left(text, start)} \u0000 ${right(text, end)}`.toLowerCase()
}

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
