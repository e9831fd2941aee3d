import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addCounts, NO_RECORDS } from '../../src/record/record-counts.ts'

describe('counts of records', () => {
  const counts = fc.record({
    in: fc.nat(),
    out: fc.nat(),
    excluded: fc.nat(),
    suppressed: fc.nat(),
    quarantined: fc.nat(),
  })
  it('add up in any order and grouping, from nothing', () => {
    fc.assert(
      fc.property(counts, counts, counts, (a, b, c) => {
        expect(addCounts(a, b)).toEqual(addCounts(b, a))
        expect(addCounts(addCounts(a, b), c)).toEqual(addCounts(a, addCounts(b, c)))
        expect(addCounts(a, NO_RECORDS)).toEqual(a)
      }),
    )
  })
})
