import type { Kind } from '../../record/batch.ts'

/** How values of one kind (an IIN, a card, a text over some characters) become rows of symbols for FF1, and back. */
export interface Shape {
  radix: number
  /** The symbols to encrypt, or a fixed phrase that says why the text has none. */
  read(text: string, kind: Kind): Uint8Array | string
  /**
   * Whether symbols are those of some value of this shape; the cipher walks on until they are (SP 800-38G calls it
   * cycle walking), which stays a permutation because `read` gives only such rows.
   */
  fits?(symbols: Uint8Array, text: string, kind: Kind): boolean
  /** The value of the symbols, in the written form of `text`. */
  write(symbols: Uint8Array, text: string, kind: Kind): string
}

/** What stands between the digits of cards, phones and identifiers. */
const SEPARATORS = /^[ \u00a0()+./-]$/

/** The digits of a text of digits and separators; undefined if anything else stands in it. */
export function digitsOf(text: string, kept: ReadonlySet<string>): string | undefined {
  let digits = ''
  for (const character of text) {
    if (character >= '0' && character <= '9') digits += character
    else if (!kept.has(character) && !SEPARATORS.test(character)) return undefined
  }
  return digits
}

/** The text with its last digits replaced by `digits`, everything else in place. */
export function withDigits(text: string, digits: string): string {
  let out = ''
  let left = digits.length
  for (let i = text.length - 1; i >= 0; i--) {
    const isDigit = text[i]! >= '0' && text[i]! <= '9'
    out = (isDigit && left > 0 ? digits[--left]! : text[i]!) + out
  }
  return out
}

/** Decimal symbols of a whole number, `length` of them. */
export function symbolsOf(n: number, length: number): Uint8Array {
  return Uint8Array.from(String(n).padStart(length, '0'), Number)
}

export function numberOf(symbols: Uint8Array): number {
  return symbols.reduce((n, symbol) => n * 10 + symbol, 0)
}
