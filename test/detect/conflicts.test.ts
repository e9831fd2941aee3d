import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resolveConflicts } from '../../src/detect/conflicts.ts'
import type { Claim } from '../../src/detect/conflicts.ts'

const claim = fc.record({
  start: fc.nat(300),
  length: fc.integer({ min: 1, max: 70 }),
  score: fc.constantFrom(0.5, 0.8),
  proven: fc.boolean(),
  priority: fc.nat(2),
  entity: fc.constantFrom('iin', 'card', 'phone'),
})
const claims = (minLength: number, maxLength: number): fc.Arbitrary<Claim[]> =>
  fc
    .array(claim, { minLength, maxLength })
    .map((all) => all.map(({ length, ...rest }) => ({ ...rest, end: rest.start + length })))

describe('conflicts of detections', () => {
  it('are resolved alike among few claims and among many', () => {
    fc.assert(
      fc.property(claims(2, 32), claims(1, 40), (few, more) => {
        // Far behind the text, one after another: they touch nothing, and make many claims of few.
        const far = more.map((c, i) => ({ ...c, start: 1000 + 100 * i, end: 1001 + 100 * i }))
        const among = resolveConflicts([...few, ...far, ...lone(40)])
        expect(among.filter((c) => c.start < 500)).toEqual(resolveConflicts(few))
      }),
    )
  })

  it('leaves no two claims of one place, and none without a claim that it lost to', () => {
    fc.assert(
      fc.property(claims(33, 80), (all) => {
        const kept = resolveConflicts(all)
        const overlap = (a: Claim, b: Claim): boolean => a.start < b.end && b.start < a.end
        kept.forEach((a, i) => kept.slice(i + 1).forEach((b) => expect(overlap(a, b)).toBe(false)))
        for (const c of all) expect(kept.includes(c) || kept.some((k) => overlap(k, c))).toBe(true)
      }),
    )
  })

  it('takes one-letter claims of a long text in, all of them', () => {
    const letters = lone(30_000)
    expect(resolveConflicts(letters)).toEqual(letters)
  })
})

function lone(count: number): Claim[] {
  return Array.from({ length: count }, (_, i) => ({
    start: 10_000 + 2 * i,
    end: 10_001 + 2 * i,
    score: 0.9,
    proven: false,
    priority: 10,
    entity: 'own',
  }))
}
