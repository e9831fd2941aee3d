/**
 * Context words near a candidate: whole words, never substrings ("lic" in "public"), 40 characters to the left, 30 to the
 * right, and the field's name. A word that ends in `*` is a stem, for languages that inflect.
 */

import { Kind, kindAt } from './letters.ts'

const LEFT = 40
const RIGHT = 30

export interface ContextWords {
  /** the word of the vocabulary that stands in a lower-case text, or undefined */
  in(text: string): string | undefined
}

/** Context words, compiled when they are first asked for: most recognisers of a detector never are. */
export function compileContext(words: readonly string[] | undefined): ContextWords {
  if (!words || words.length === 0) return { in: () => undefined }
  let any: RegExp | undefined
  const heads = headsOf(words)
  const single = new Map<string, RegExp>()
  const alone = (word: string): RegExp => {
    let known = single.get(word)
    if (!known) single.set(word, (known = expression([word])))
    return known
  }
  return {
    in(text) {
      if (!mayHold(text, heads)) return undefined
      any ??= expression(words)
      return any.test(text) ? words.find((w) => alone(w).test(text)) : undefined
    },
  }
}

/** The first two units of words; a word that begins in another way leaves `all`. */
interface Heads {
  all: boolean
  firsts: Set<number>
}

function headsOf(words: readonly string[]): Heads {
  const heads: Heads = { all: false, firsts: new Set() }
  for (const w of words) {
    if (/^[\p{L}\p{N}]{2}/u.test(w)) heads.firsts.add((w.charCodeAt(0) << 16) | w.charCodeAt(1))
    else if (/^[\p{L}\p{N}](?!\*)/u.test(w)) heads.firsts.add(w.charCodeAt(0))
    else heads.all = true
  }
  return heads
}

/** Whether a word of the text begins as one of the vocabulary; hardly any does, and that is seen without the expression. */
function mayHold(text: string, { all, firsts }: Heads): boolean {
  if (all) return true
  let inside = false
  for (let i = 0; i < text.length; i++) {
    const joins = isLetterOrNumber(text, i)
    if (joins && !inside) {
      const next = isLetterOrNumber(text, i + 1) ? text.charCodeAt(i + 1) : 0
      if (firsts.has((text.charCodeAt(i) << 16) | next) || (next === 0 && firsts.has(text.charCodeAt(i)))) return true
    }
    inside = joins
  }
  return false
}

function isLetterOrNumber(text: string, at: number): boolean {
  return at < text.length && (kindAt(text, at) & (Kind.letter | Kind.number)) !== 0
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

function left(text: string, start: number): string {
  const from = Math.max(0, start - LEFT)
  const part = text.slice(from, start)
  return from > 0 && isLetterOrNumber(text[from - 1]!, 0) ? part.replace(/^[\p{L}\p{N}]+/u, '') : part
}

function right(text: string, end: number): string {
  const to = Math.min(text.length, end + RIGHT)
  const part = text.slice(end, to)
  return to < text.length && isLetterOrNumber(text[to]!, 0) ? part.replace(CUT_WORD, '') : part
}

const CUT_WORD = /[\p{L}\p{N}]{1,30}$/u

function expression(words: readonly string[]): RegExp {
  const alternatives = words.map((w) =>
    w
      .replace(/[.+?^${}()|[\]\\/]/g, '\\$&')
      .replaceAll(' ', '[\\s._-]{1,3}')
      .replaceAll('*', '\\p{L}{0,12}'),
  )
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives.join('|')})(?![\\p{L}\\p{N}])`, 'u')
}
