/**
 * What kind of character stands at a place. An expression with `\p{…}` asks Unicode's tables at every place of a text;
 * here a table that is filled as characters are met answers with one read.
 */

export const Kind = { letter: 2, mark: 4, upper: 8, number: 16, lower: 32 } as const

const ASKED = 1
// A cache of what Unicode says, so it may be shared: its answers depend on nothing else.
const kinds = new Uint8Array(0x10000)

/** Kinds of the code point at a place, as bits of `Kind`; 0 or 1 for what is none of them. */
export function kindAt(text: string, at: number): number {
  return kinds[text.charCodeAt(at)]! || askAt(text, at)
}

function askAt(text: string, at: number): number {
  const unit = text.charCodeAt(at)
  if (unit >= 0xd800 && unit <= 0xdfff) return widthAt(text, at) === 2 ? ask(text.slice(at, at + 2)) : 0
  return (kinds[unit] = ASKED | ask(text[at]!))
}

/** UTF-16 units of the code point at a place. */
export function widthAt(text: string, at: number): 1 | 2 {
  const unit = text.charCodeAt(at)
  if (unit < 0xd800 || unit > 0xdbff) return 1
  const next = text.charCodeAt(at + 1)
  return next >= 0xdc00 && next <= 0xdfff ? 2 : 1
}

function ask(c: string): number {
  return (
    (/\p{L}/u.test(c) ? Kind.letter : 0) |
    (/\p{M}/u.test(c) ? Kind.mark : 0) |
    (/\p{Lu}/u.test(c) ? Kind.upper : 0) |
    (/\p{N}/u.test(c) ? Kind.number : 0) |
    (/\p{Ll}/u.test(c) ? Kind.lower : 0)
  )
}
