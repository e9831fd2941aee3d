import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { solveFullDomain } from '../../src/anonymity/full-domain.ts'
import { averageRisk, uniqueness } from '../../src/anonymity/privacy-models/risk-threshold.ts'
import { UTILITY_METRICS } from '../../src/anonymity/utility-metric.ts'
import { kAnonymity } from '../../src/anonymity/privacy-models/k-anonymity.ts'
import { bestByHand } from './brute-force.ts'
import { modelsOf, tables, tableOf, MODELS } from './random-tables.ts'

describe('the full-domain solver', () => {
  it.each(UTILITY_METRICS)('finds what looking at all nodes finds, for %s, every model and any limit', (metric) => {
    fc.assert(
      fc.property(tables, fc.constantFrom(...MODELS), fc.constantFrom(0, 0.1, 0.3, 1), (written, model, limit) => {
        const { counts, hierarchies } = tableOf(written)
        const requirements = { models: modelsOf(model, counts), tables: [] }
        const options = { ...requirements, suppressAtMost: limit, metric }
        const wanted = bestByHand(written, hierarchies, requirements, limit, metric)
        if (!wanted) {
          expect(() => solveFullDomain(counts, hierarchies, options)).toThrow(/quasi-identifiers/)
          return
        }
        const found = solveFullDomain(counts, hierarchies, options)
        expect(found.value).toBeCloseTo(wanted.value, 9)
        expect(found.suppressed).toBeLessThanOrEqual(limit * counts.rows + 1e-9)
        expect([found.levels, found.suppressed, found.classes]).toEqual([
          wanted.levels,
          wanted.suppressed,
          wanted.classes,
        ])
        expect([found.optimal, found.gap]).toEqual([true, 0])
      }),
      { numRuns: 150 },
    )
  })

  it('finds the best node under a bound on the average risk or on unique records', () => {
    const bounds = fc.constantFrom(averageRisk(0.5), averageRisk(0.2), uniqueness(0), uniqueness(0.2))
    fc.assert(
      fc.property(tables, bounds, fc.constantFrom(0, 0.3, 1), (written, bound, limit) => {
        const { counts, hierarchies } = tableOf(written)
        const requirements = { models: [], tables: [bound] }
        const wanted = bestByHand(written, hierarchies, requirements, limit, 'loss')
        if (!wanted) return
        const found = solveFullDomain(counts, hierarchies, { ...requirements, suppressAtMost: limit })
        expect([found.levels, found.suppressed]).toEqual([wanted.levels, wanted.suppressed])
        expect(found.loss).toBeCloseTo(wanted.value, 9)
      }),
      { numRuns: 150 },
    )
  })

  it('says that a k above the number of records cannot be met', () => {
    fc.assert(
      fc.property(tables, (written) => {
        const { counts, hierarchies } = tableOf(written)
        for (const suppressAtMost of [0, 0.5, 1])
          expect(() =>
            solveFullDomain(counts, hierarchies, { models: [kAnonymity(counts.rows + 1)], suppressAtMost }),
          ).toThrow(expect.objectContaining({ code: 'ANONYMITY_NOT_MET' }))
      }),
      { numRuns: 30 },
    )
  })
})
