import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  comparePrecision,
  formatPath,
  matchesPath,
  parsePath,
  PathSyntaxError,
  type Segment,
} from '../../src/record/path.ts'

const name = fc.oneof(fc.stringMatching(/^[a-zәё_ -]{1,6}$/), fc.string({ maxLength: 6 }))
const segment: fc.Arbitrary<Segment> = fc.oneof(
  name.map((n): Segment => ({ kind: 'name', name: n })),
  fc.constant<Segment>({ kind: 'each' }),
  fc.constant<Segment>({ kind: 'any' }),
  fc.constant<Segment>({ kind: 'deep' }),
  name.map((n): Segment => ({ kind: 'attribute', name: n })),
)
const steps = (path: string) =>
  parsePath(path).map((s) =>
    s.kind === 'each' ? { kind: 'each' as const } : { kind: 'name' as const, name: (s as { name: string }).name },
  )

describe('field paths', () => {
  it('parse what they format', () => {
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1, maxLength: 6 }), (segments) => {
        expect(parsePath(formatPath(segments))).toEqual(segments)
      }),
    )
  })

  it.each([
    // pattern, path, does it match
    ['a.b', 'a.b', true],
    ['a.b', 'a.c', false],
    ['a[].b', 'a[].b', true],
    ['a.b', 'a[].b', false],
    ['*', 'a', true],
    ['*', 'a.b', false],
    ['a.*', 'a.b', true],
    // one key is no element
    ['a.*', 'a[]', false],
    ['**', 'a[].b', true],
    // any depth includes none
    ['**.email', 'email', true],
    ['**.email', 'a[].b.email', true],
    ['**.email', 'email.x', false],
    ['a.**', 'a', true],
    ['a.**.c', 'a.b[].c', true],
    ['"a.b"', '"a.b"', true],
    ['"a.b"', 'a.b', false],
  ])('match or not: row %#', (pattern, path, expected) => {
    expect(matchesPath(parsePath(pattern), steps(path))).toBe(expected)
  })

  it.each([
    // the more exact first
    ['a.b', 'a.*'],
    ['a.*', '**'],
    ['*.b', '**.b'],
    ['a.**', '**'],
    ['**.a.b', '**.b'],
  ])('know which of two is more exact: row %#', (exact, vague) => {
    expect(comparePrecision(parsePath(exact), parsePath(vague))).toBeLessThan(0)
    expect(comparePrecision(parsePath(vague), parsePath(exact))).toBeGreaterThan(0)
  })

  it('tie where neither says more', () => {
    expect(comparePrecision(parsePath('*.b'), parsePath('a.*'))).toBe(0)
  })

  it.each(['', 'a.', '.a', 'a..b', 'a b.[', '"a', 'a]b', '#x', 'a*b'])('refuse what is no path: row %#', (text) => {
    expect(() => parsePath(text)).toThrow(PathSyntaxError)
  })
})
