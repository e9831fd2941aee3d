import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { regexpOf, word } from '../../src/detect/boundary.ts'
import { createPossibleMatches } from '../../src/detect/possible-matches.ts'
import { recognisers } from '../../src/detect/registry.ts'

const expressions = [
  ...new Set(recognisers.flatMap((r) => [...r.patterns.map((p) => p.expression), ...(r.needs ?? [])])),
]
const examples = recognisers.flatMap(({ examples: { match, reject } }) => [...match, ...reject])
const possible = createPossibleMatches(expressions)

/** The numbers of those that can match, and of those that do. */
function asked(text: string): { can: number[]; do: number[] } {
  const { everything, found } = possible(text)
  const can = expressions.flatMap((_, n) => (everything || found.includes(n) ? [n] : []))
  const does = expressions.flatMap((e, n) => {
    const expression = regexpOf(e)
    expression.lastIndex = 0
    return expression.test(text) ? [n] : []
  })
  return { can, do: does }
}

/** Pieces of examples with what stands at their edges, in either case. */
const texts = fc
  .array(
    fc.oneof(
      fc.tuple(fc.constantFrom(...examples), fc.nat(), fc.nat(40)).map(([text, at, length]) => {
        const from = at % (text.length + 1)
        return text.slice(from, from + length)
      }),
      fc.constantFrom(' ', '-', '.', ',', '+', '\n', '(', ' 8 ', 'É', 'ſ', 'K', 'ß', '\u0301', '😀', '\ud83d', '𝐀'),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''))
const inCase = fc.oneof(
  texts,
  texts.map((t) => t.toUpperCase()),
  texts.map((t) => t.toLowerCase()),
)

describe('the pass that says which expressions can match', () => {
  it('leaves out no expression that matches an example', () => {
    for (const text of examples) {
      const { can, do: does } = asked(text)
      expect(does.filter((n) => !can.includes(n))).toEqual([])
    }
  })

  it('leaves out no expression that matches pieces of examples put together', () => {
    fc.assert(
      fc.property(inCase, (text) => {
        const { can, do: does } = asked(text)
        expect(does.filter((n) => !can.includes(n))).toEqual([])
      }),
      { numRuns: 3000 },
    )
  })

  it('leaves out nearly all of those that do not match', () => {
    for (const text of examples) asked(text)
    const surplus = examples.map((text) => {
      const { can, do: does } = asked(text)
      return can.length - does.length
    })
    expect(surplus.reduce((a, b) => a + b, 0) / surplus.length).toBeLessThan(4)
  })

  it('calls everything possible rather than work out a text that has a new state at every character', () => {
    const fresh = createPossibleMatches(expressions)
    const characters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-./@ '
    let at = 1
    const text = Array.from(
      { length: 3000 },
      () => characters[(at = (at * 16807) % 2147483647) % characters.length],
    ).join('')
    expect(fresh(text).everything).toBe(true)
    // what is known by then stays known
    expect(fresh('a plain text').everything).toBe(false)
  })

  it.each([
    // counts of digits are kept, those of letters are not
    [/\d{4}/gu, ['1234', '12345'], ['123', '']],
    [/^(?:\d{2}-){2}\d$/gu, ['12-34-5'], ['12-3', '12-34']],
    // edges are single characters; at the ends of a text nothing stands
    [word('ab?c+').regexp(), ['ac', '(abccc)', 'x abc'], ['xac', 'ac1', 'ab']],
    // what must stand behind or before is read
    [/\d(?= лет)/gu, ['5 лет'], ['5 год', '5']],
    [/(?<=ИИН)\d/gu, ['ИИН5'], ['ИИ5', '5']],
    // what is not read at an edge is left open
    [/\bx\b/gu, ['x', 'ax'], ['y']],
    // case
    [/[ж-я]{2}k/giu, ['ЖиK', 'ЯЯк'.replace('к', 'K')], ['абк']],
    // by code points
    [/^.x$/gu, ['😀x', 'ax'], ['x']],
    [/[^\s,]{2}/gu, ['ab', '😀x'], [' ,']],
  ])('knows what %s matches', (expression, match, reject) => {
    const one = createPossibleMatches([expression])
    for (const text of match) expect([text, can(one(text))]).toEqual([text, true])
    for (const text of reject) expect([text, can(one(text))]).toEqual([text, false])
  })

  it('gives up at every character for which its table has no place, not only at the first', () => {
    const letters = Array.from({ length: 300 }, (_, i) => String.fromCharCode(0x4e00 + i))
    const one = createPossibleMatches(letters.map((letter) => new RegExp(letter, 'gu')))
    for (const letter of [...letters, ...letters]) {
      const { everything, found } = one(letter)
      expect(everything || found.includes(letters.indexOf(letter))).toBe(true)
    }
  })

  it('calls an expression possible that it cannot read, and one that matches nothing', () => {
    const one = createPossibleMatches([/(a)\1/gu, /\u{78}/gu, /x?/gu])
    expect(one('y').found).toHaveLength(3)
  })
})

function can({ everything, found }: ReturnType<typeof possible>): boolean {
  return everything || found.includes(0)
}
