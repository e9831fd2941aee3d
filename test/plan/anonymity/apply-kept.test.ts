import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyKeptPlan } from '../../../src/plan/anonymity/apply-kept.ts'
import { keptFacts, keptPlan } from '../../../src/plan/anonymity/kept-plan.ts'
import { solveAnonymity } from '../../../src/plan/anonymity/solve.ts'
import type { WrittenAnonymity } from '../../../src/policy/build-anonymity.ts'
import { countedRows, plannedFor, type Row } from './counted-rows.ts'

const MODELS = ['top-down', 'peeling', 'full-domain'] as const
const row = fc.tuple(
  fc.option(fc.integer({ min: 20, max: 60 }).map(String), { nil: null }),
  fc.constantFrom('x', 'y', 'z'),
)
const rows = fc.array(row, { minLength: 4, maxLength: 40 })

function kept(given: readonly Row[], written: WrittenAnonymity) {
  const planned = plannedFor(2, written)
  const solution = solveAnonymity(planned, countedRows(given, 2), {})
  return { solution, plan: keptPlan(keptFacts(planned, solution)!) }
}

const ages = (...values: number[]): Row[] => values.map((age) => [String(age), 'x'])

describe('a kept plan', () => {
  it.each(MODELS)('of %s makes of its own data what it was solved for', (model) => {
    fc.assert(
      fc.property(rows, (given) => {
        const written: WrittenAnonymity = { k: 2, model, 'suppress-at-most': '100%' }
        const { solution, plan } = kept(given, written)
        const again = applyKeptPlan(plannedFor(2, written), countedRows(given, 2), plan, {})
        expect([...again.published.of].map((own) => own < 0)).toEqual([...solution.published.of].map((own) => own < 0))
        expect(again.solved).toMatchObject({
          suppressed: solution.solved.suppressed,
          classes: solution.solved.classes,
          ncp: solution.solved.ncp,
        })
      }),
      { numRuns: 60 },
    )
  })

  const intervals: WrittenAnonymity = { k: 2, model: 'full-domain', hierarchies: { a: { intervals: [10, 100] } } }

  it('suppresses classes that do not hold in other data as far as the policy lets it', () => {
    const { plan } = kept(ages(21, 22, 31, 32), intervals)
    const later = countedRows(ages(21, 22, 23, 33), 2)
    expect(() => applyKeptPlan(plannedFor(2, intervals), later, plan, {})).toThrow(
      expect.objectContaining({ code: 'ANONYMITY_NOT_MET', facts: { suppressed: 1, records: 4 } }),
    )
    const lenient = plannedFor(2, { ...intervals, 'suppress-at-most': '25%' })
    expect(applyKeptPlan(lenient, later, plan, {}).solved).toMatchObject({ suppressed: 1, classes: 1 })
  })

  it.each([
    ['other quasi-identifiers', plannedFor(3, intervals)],
    ['another model', plannedFor(2, { ...intervals, model: 'peeling' })],
    [
      'a hierarchy that makes something else of its values',
      plannedFor(2, { ...intervals, hierarchies: { a: { intervals: [5, 100] } } }),
    ],
    ['a hierarchy of another kind', plannedFor(2, { ...intervals, hierarchies: { a: { prefix: [1, 2] } } })],
  ])('is refused for %s', (_, planned) => {
    const { plan } = kept(ages(21, 22, 31, 32), intervals)
    const given = countedRows(planned.fields.length === 3 ? [['21', 'x', 'y']] : ages(21, 22), planned.fields.length)
    expect(() => applyKeptPlan(planned, given, plan, {})).toThrow(expect.objectContaining({ code: 'PLAN_MISMATCH' }))
  })

  it('is refused where combinations are not told apart as finely as it needs', () => {
    const { plan } = kept(ages(21, 22, 31, 32), intervals)
    const given = countedRows(ages(21, 22), 2)
    const coarse = { ...given, quasi: given.quasi.map((field) => ({ ...field, base: 1 })) }
    expect(() => applyKeptPlan(plannedFor(2, intervals), coarse, plan, {})).toThrow(
      expect.objectContaining({ code: 'PLAN_LIMIT' }),
    )
  })
})
