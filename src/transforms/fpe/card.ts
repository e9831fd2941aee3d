import { Kind } from '../../record/batch.ts'
import { digitsOf, withDigits } from './shape.ts'
import type { Shape } from './shape.ts'

/** Payment card to payment card of the same length (ISO/IEC 7812): all digits but the last, then a new check digit. */
export function cardShape(kept: ReadonlySet<string>): Shape {
  return {
    radix: 10,
    read(text, kind) {
      const digits = digitsOf(text, kept)
      if (!digits || digits.length < 12 || digits.length > 19) return 'not a card number of 12 to 19 digits'
      const symbols = Uint8Array.from(digits.slice(0, -1), Number)
      if (luhnDigit(symbols) !== Number(digits.at(-1))) return 'a card number with a wrong check digit'
      return kind === Kind.number && symbols[0] === 0 ? 'a number that begins with zero' : symbols
    },
    fits: (symbols, _text, kind) => kind !== Kind.number || symbols[0] !== 0,
    write: (symbols, text) => withDigits(text, `${symbols.join('')}${luhnDigit(symbols)}`),
  }
}

/** Luhn's check digit behind some digits. */
function luhnDigit(symbols: Uint8Array): number {
  let sum = 0
  for (let i = symbols.length - 1, twice = true; i >= 0; i--, twice = !twice) {
    const n = symbols[i]! * (twice ? 2 : 1)
    sum += n > 9 ? n - 9 : n
  }
  return (10 - (sum % 10)) % 10
}
