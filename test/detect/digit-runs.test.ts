import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { regexpOf, word } from '../../src/detect/boundary.ts'
import { digitRunsFor, digitRunsIn } from '../../src/detect/digit-runs.ts'
import { recognisers } from '../../src/detect/registry.ts'

const bits = (...lengths: number[]): number => lengths.reduce((all, n) => all | (1 << n), 0)
const from = (n: number): number => (-1 << n) | 0

describe('the runs of digits that an expression needs', () => {
  it.each([
    // edges of the number bound the run on both sides
    [String.raw`\d{6}-\d{4}`, bits(6)],
    [String.raw`\d{7,9}`, bits(7, 8, 9)],
    // a digit may stand beside it
    [String.raw`[1-8]\d{10}`, from(10)],
    [String.raw`\d{8}-?\d`, from(8)],
    [String.raw`.\d{5}`, from(5)],
    // letters bound it
    [String.raw`[A-Z]{2}\d{6}`, bits(6)],
    [String.raw`\p{Lu}\d{6}`, bits(6)],
    // either
    [String.raw`[A-Z]{2} ?\d{6}|\d{10}`, from(6)],
    [String.raw`IT\d{11}|\d{3} \d{3}`, bits(3, 11)],
    // no bound above
    [String.raw`\d{4,}`, from(4)],
    [String.raw`\d+`, from(1)],
    // longer than there are bits
    [String.raw`\d{40}`, bits(31)],
    // what stands in a group may have digits beside it; of its alternatives any
    [String.raw`(?:\d{4}-){3}[A-Z]`, from(4)],
    [String.raw`(?:\d{4}|(?:\d{6}-?)+)`, from(4)],
    [String.raw`(?:\d{4}|x)`, -1],
    // what looks around, or may be absent, asks for nothing
    [String.raw`(?=\d{4})x`, -1],
    [String.raw`(?:\d{4})?x`, -1],
    [String.raw`a(?:\)[)]|\d{2})b`, -1],
    [String.raw`\d{0,3}a`, -1],
    [String.raw`\d{6}|a`, -1],
    // a look ahead stands between two neighbours
    [String.raw`a(?!000)\d{3}`, from(3)],
  ])('are right in row %#', (source, needed) => {
    expect(digitRunsFor(source)).toBe(needed)
  })

  const late = recognisers.flatMap((r) =>
    r.patterns.flatMap(({ expression }) => (expression instanceof RegExp ? [] : [[r, expression] as const])),
  )

  it('are in every text that the expression of a recogniser matches', () => {
    for (const [r, expression] of late)
      for (const text of [...r.examples.match, ...r.examples.reject]) {
        regexpOf(expression).lastIndex = 0
        if (expression.runs && regexpOf(expression).test(text))
          expect(expression.runs() & digitRunsIn(text).lengths).not.toBe(0)
      }
  })

  it('are in every text that a made-up expression matches', () => {
    const item = fc.constantFrom('\\d', '\\d{2}', '\\d{1,3}', '-', ' ?', '[A-Z]', '[0-9A]', '(?:7|x)', '-?', '1', '|')
    const text = fc.string({ unit: fc.constantFrom('1', '7', 'A', '-', ' ', 'x'), maxLength: 20 })
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 5 }), text, (items, value) => {
        const source = items.join('')
        if (word(source).regexp().exec(value)?.[0])
          expect(digitRunsFor(source) & digitRunsIn(value).lengths).not.toBe(0)
      }),
      { numRuns: 3000 },
    )
  })
})

describe('the runs of digits in a text', () => {
  it.each([
    ['', bits(0)],
    ['a12b345', bits(0, 2, 3)],
    [`${'1'.repeat(50)} 1`, bits(0, 1, 31)],
  ])('are told by length in row %#', (text, lengths) => {
    expect(digitRunsIn(text).lengths).toBe(lengths)
  })
})
