/**
 * Context words near a candidate: whole words, never substrings ("lic" in "public"), 40 characters to the left, 15 to the
 * right, and the field's name. A word that ends in `*` is a stem, for languages that inflect.
 */

const LEFT = 40
const RIGHT = 15

export interface ContextWords {
  /** the word of the vocabulary that stands in a lower-case text, or undefined */
  in(text: string): string | undefined
}

/** Context words, compiled when they are first asked for: most recognisers of a detector never are. */
export function compileContext(words: readonly string[] | undefined): ContextWords {
  if (!words || words.length === 0) return { in: () => undefined }
  let any: RegExp | undefined
  const single = new Map<string, RegExp>()
  const alone = (word: string): RegExp => {
    let known = single.get(word)
    if (!known) single.set(word, (known = expression([word])))
    return known
  }
  return {
    in(text) {
      any ??= expression(words)
      return any.test(text) ? words.find((w) => alone(w).test(text)) : undefined
    },
  }
}

/** The text around a span, in lower case, without words that the window cuts. */
export function around(text: string, start: number, end: number): string {
  return `${left(text, start)} \u0000 ${right(text, end)}`.toLowerCase()
}

function left(text: string, start: number): string {
  const from = Math.max(0, start - LEFT)
  const part = text.slice(from, start)
  return from > 0 && LETTER.test(text[from - 1]!) ? part.replace(/^[\p{L}\p{N}]+/u, '') : part
}

function right(text: string, end: number): string {
  const to = Math.min(text.length, end + RIGHT)
  const part = text.slice(end, to)
  return to < text.length && LETTER.test(text[to]!) ? part.replace(CUT_WORD, '') : part
}

const LETTER = /[\p{L}\p{N}]/u
const CUT_WORD = /[\p{L}\p{N}]{1,15}$/u

function expression(words: readonly string[]): RegExp {
  const alternatives = words.map((w) =>
    w
      .replace(/[.+?^${}()|[\]\\/]/g, '\\$&')
      .replaceAll(' ', '[\\s._-]{1,3}')
      .replaceAll('*', '\\p{L}{0,12}'),
  )
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives.join('|')})(?![\\p{L}\\p{N}])`, 'u')
}
