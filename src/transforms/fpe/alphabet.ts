import { ff1Length } from '../../crypto/ff1.ts'
import { Kind } from '../../record/batch.ts'
import type { Shape } from './shape.ts'

/** More symbols than this in one value is a text, not an identifier, and FF1 takes a time that grows with its square. */
const LONGEST = 512

/**
 * Texts over an alphabet: every character of it is encrypted in its place, the characters of `kept` stay, any other is a
 * fault. A JSON number keeps a first digit other than zero.
 */
export function alphabetShape(alphabet: string, kept: ReadonlySet<string>): Shape {
  const symbolOf = new Map(Array.from(alphabet, (character, symbol) => [character, symbol]))
  const shortest = ff1Length(alphabet.length)
  const decimal = alphabet === '0123456789'
  return {
    radix: alphabet.length,
    read(text, kind) {
      if (kind === Kind.number && !decimal) return 'a number needs the alphabet digits'
      const symbols: number[] = []
      for (const character of text) {
        const symbol = kept.has(character) ? undefined : symbolOf.get(character)
        if (symbol !== undefined) symbols.push(symbol)
        else if (!kept.has(character)) return 'a character is neither in the alphabet nor in keep'
      }
      if (symbols.length < shortest) return `shorter than ${shortest} characters, too short for fpe`
      if (symbols.length > LONGEST) return `longer than ${LONGEST} characters`
      if (kind === Kind.number && symbols[0] === 0) return 'a number that begins with zero'
      return Uint8Array.from(symbols)
    },
    ...(decimal && { fits: (symbols, _text, kind) => kind !== Kind.number || symbols[0] !== 0 }),
    write(symbols, text) {
      let out = ''
      let at = 0
      for (const character of text) out += kept.has(character) ? character : alphabet[symbols[at++]!]!
      return out
    },
  }
}
