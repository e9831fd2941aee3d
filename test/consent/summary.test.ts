import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { Reason, REASON_COUNT } from '../../src/consent/reasons.ts'
import { consentSummary, countReasons, foldSmall, mergeCounts, namedCounts } from '../../src/consent/summary.ts'

const facts = {
  purpose: 'dpv:ServiceOptimisation',
  processing: 'dpv-ai:ModelTraining',
  asOf: 1782889200,
  register: { sha256: 'ab' },
}

describe('folding of small counts', () => {
  it.each([
    [
      { A: 50, B: 7 },
      { A: 50, B: 7 },
    ], // nothing is small
    [{ A: 5 }, { A: 5 }], // five is not
    [
      { A: 50, B: 4, C: 9 },
      { A: 50, OTHER: 13 },
    ], // with the next smallest
    [
      { A: 50, B: 4, C: 2, D: 9 },
      { A: 50, OTHER: 15 },
    ], // two small ones, and the next
    [{ A: 50, B: 4 }, { OTHER: 54 }], // the next smallest is the only other
    [{ B: 4 }, { OTHER: 4 }], // nothing to hide it in: it is the total
    [
      { A: 9, B: 9, C: 1 },
      { B: 9, OTHER: 10 },
    ], // among equals by name
    [{}, {}],
  ])('folds row %#', (counts, folded) => {
    expect(foldSmall(counts)).toEqual(folded)
  })

  const counts = fc.dictionary(fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F'), fc.integer({ min: 1, max: 30 }))

  it('keeps the sum', () => {
    const sum = (of: Record<string, number>) => Object.values(of).reduce((a, b) => a + b, 0)
    fc.assert(fc.property(counts, (c) => sum(foldSmall(c)) === sum(c)))
  })

  it('leaves no small count that is not the whole, and never hides a single reason behind OTHER unless it is the whole', () => {
    fc.assert(
      fc.property(counts, (c) => {
        const { OTHER, ...kept } = foldSmall(c)
        expect(Object.values(kept).every((count) => count >= 5)).toBe(true)
        const folded = Object.keys(c).length - Object.keys(kept).length
        if (OTHER !== undefined && Object.keys(kept).length > 0) expect(folded).toBeGreaterThan(1)
      }),
    )
  })
})

describe('the summary of a run', () => {
  const reasons = (of: Partial<Record<keyof typeof Reason, number>>) =>
    Uint8Array.from(
      Object.entries(of).flatMap(([name, n]) => Array<number>(n).fill(Reason[name as keyof typeof Reason])),
    )

  it('adds up: in is used and excluded, and each side is the sum of its reasons', () => {
    const counts = countReasons(reasons({ GIVEN: 100, RENEWED: 3, WITHDRAWN: 2, NO_RECORD: 40, EXPIRED: 8 }))
    expect(consentSummary(counts, { unchecked: ['controller'] }, facts)).toEqual({
      asOf: '2026-07-01T07:00:00Z',
      purpose: 'dpv:ServiceOptimisation',
      processing: 'dpv-ai:ModelTraining',
      register: { sha256: 'ab' },
      notChecked: ['controller'],
      records: { in: 153, used: 103, excluded: 50 },
      used: { OTHER: 103 },
      excluded: { NO_RECORD: 40, OTHER: 10 },
    })
  })

  it('is the same from parts in any order', () => {
    const a = countReasons(reasons({ GIVEN: 5, WITHDRAWN: 6 }))
    const b = countReasons(reasons({ GIVEN: 7, EXPIRED: 9 }))
    const whole = countReasons(reasons({ GIVEN: 12, WITHDRAWN: 6, EXPIRED: 9 }))
    expect(mergeCounts([a, b])).toEqual(whole)
    expect(mergeCounts([b, a])).toEqual(whole)
    expect(mergeCounts([])).toEqual(new Float64Array(REASON_COUNT))
  })

  it('keeps exact counts by name for the log', () => {
    expect(namedCounts(countReasons(reasons({ GIVEN: 3, WITHDRAWN: 1 })))).toEqual({ GIVEN: 3, WITHDRAWN: 1 })
  })
})
