import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalText } from '../../src/plan/canonical-text.ts'

describe('canonical JSON of a plan', () => {
  it('is what the library writes, for any plain data', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalText(value)).toBe(canonicalize(value))
      }),
    )
  })

  it.each([
    ['keys that are numbers stand in the order of their characters', { 10: 1, 9: 2, a: { b: 3, B: 4, ә: 5 } }],
    ['what is undefined is left out', { a: undefined, b: [1, -0, 1e21, 1e-7, 0.1] }],
    ['an array of texts and numbers', [1, 'a,"b"\n', null, true, [], {}]],
  ])('%s', (_, value) => {
    expect(canonicalText(value)).toBe(canonicalize(value))
  })

  it('of more than one piece is whole', () => {
    const long = Array.from({ length: 5000 }, (_, n) => ({ column: n, branches: [[n, { levels: [n, 1] }]] }))
    expect(canonicalText(long)).toBe(canonicalize(long))
  })
})
