import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { number, regexpOf } from '../../src/detect/boundary.ts'
import { digitRegions, LONGEST_MATCH } from '../../src/detect/digit-regions.ts'
import { recognisers } from '../../src/detect/registry.ts'
import { longest } from './steps.ts'

const late = recognisers.flatMap((r) =>
  r.patterns.flatMap(({ expression, name }) =>
    expression instanceof RegExp || !expression.runs || expression.runs() === -1 || expression.digits !== undefined
      ? []
      : [[`${r.entity}: ${name}`, expression] as const],
  ),
)

/** All matches of an expression, in the regions of a text where it can match. */
function matchesIn(text: string, expression: RegExp, needed: number): [number, string][] {
  return digitRegions(text)
    .of(needed)
    .flatMap(({ start, end }) =>
      [...text.slice(start, end).matchAll(expression)].map((m): [number, string] => [start + m.index, m[0]]),
    )
}

describe('the regions of a text where an expression can match', () => {
  it.each(late)('are wide enough for %s', (_, expression) => {
    expect(longest(regexpOf(expression))).toBeLessThanOrEqual(LONGEST_MATCH)
  })

  const piece = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom('жаз ', 'summer, ', '- ', '\n', 'a', '. ', '…') },
    { weight: 1, arbitrary: fc.stringMatching(/^\d{1,14}$/) },
    { weight: 1, arbitrary: fc.constantFrom('123456-1234', 'AB 123456', '12.5', '0,1234567', ' ', 'x'.repeat(120)) },
  )
  const text = fc.array(piece, { minLength: 20, maxLength: 120 }).map((parts) => parts.join(''))

  it.each([
    // one length, several, any from one on, with letters and separators
    [String.raw`\d{6}-\d{4}`],
    [String.raw`\d{2,4}|[A-Z]{2} ?\d{6}`],
    [String.raw`\d{4}[ .-]?\d+?`],
    [String.raw`(?:\d{3} ){1,2}\d{2,3}`],
  ])('lose no match and make none: %s', (source) => {
    const expression = number(source)
    fc.assert(
      fc.property(text, (t) => {
        const all = [...t.matchAll(expression.regexp())].map((m): [number, string] => [m.index, m[0]])
        expect(matchesIn(t, expression.regexp(), expression.runs!())).toEqual(all)
      }),
      { numRuns: 300 },
    )
  })

  it('are few in a long text with few numbers', () => {
    const t = `${'слово '.repeat(2000)}123456${' слово'.repeat(2000)} 12`
    const regions = digitRegions(t).of(1 << 6)
    expect(regions).toHaveLength(1)
    expect(regions[0]!.end - regions[0]!.start).toBeLessThan(300)
  })

  it('are the text where an expression needs no digits', () => {
    expect(digitRegions('a'.repeat(500)).of(-1)).toEqual([{ start: 0, end: 500 }])
  })
})
