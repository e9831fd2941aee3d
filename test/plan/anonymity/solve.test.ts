import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { solveAnonymity } from '../../../src/plan/anonymity/solve.ts'
import type { WrittenAnonymity } from '../../../src/policy/build-anonymity.ts'
import { countedRows, plannedFor, type Row } from './counted-rows.ts'

const MODELS = ['top-down', 'peeling', 'full-domain'] as const
const ages = fc.integer({ min: 20, max: 60 }).map(String)
const row = fc.tuple(
  fc.option(ages, { nil: null }),
  fc.constantFrom('x', 'y', 'z'),
  fc.constantFrom('flu', 'hiv', 'gout'),
)
const rows = fc.array(row, { minLength: 1, maxLength: 40 })

const solve = (given: readonly Row[], written: WrittenAnonymity, files = {}) =>
  solveAnonymity(plannedFor(3, written, 1), countedRows(given, 3, 1), files)

describe('a solution', () => {
  it.each(MODELS)('of %s is the same in whatever order the records come', (model) => {
    const shuffled = rows.chain((given) =>
      fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length })),
    )
    fc.assert(
      fc.property(shuffled, ([given, other]) => {
        const asked: WrittenAnonymity = { k: 2, l: { c: 2 }, model, 'suppress-at-most': '100%', 'if-not-met': 'report' }
        const one = solve(given, asked)
        const two = solve(other, asked)
        expect(two.solved).toEqual(one.solved)
        expect([...two.recoding.nodeOf]).toEqual([...one.recoding.nodeOf])
        expect([...two.published.rows].sort()).toEqual([...one.published.rows].sort())
      }),
      { numRuns: 60 },
    )
  })

  it.each(MODELS)('of %s has k records and l values in every class, and suppresses no more than it may', (model) => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 2, max: 5 }), (given, k) => {
        let solution
        try {
          solution = solve(given, { k, l: { c: 2 }, model, 'suppress-at-most': '30%' })
        } catch (e) {
          expect(e).toMatchObject({ code: 'ANONYMITY_NOT_MET' })
          return
        }
        const { published, counts, solved } = solution
        const values = Array.from(published.rows, () => new Set<number>())
        const { start, value } = counts.sensitive[0]!
        let suppressed = 0
        published.of.forEach((own, e) => {
          if (own < 0) suppressed += counts.counts[e]!
          else for (let i = start[e]!; i < start[e + 1]!; i++) values[own]!.add(value[i]!)
        })
        for (const size of published.rows) expect(size).toBeGreaterThanOrEqual(k)
        for (const own of values) expect(own.size).toBeGreaterThanOrEqual(2)
        expect(solved.suppressed).toBe(suppressed)
        expect(suppressed).toBeLessThanOrEqual(0.3 * given.length)
      }),
      { numRuns: 60 },
    )
  })

  it('that is only reported publishes everything as coarse as it can be, and is not met', () => {
    const given: Row[] = [['20', 'x', 'flu'], ['30', 'y', 'flu']] // prettier-ignore
    const { solved, published, hierarchies } = solve(given, { k: 5, 'if-not-met': 'report' })
    expect(solved).toMatchObject({ met: false, suppressed: 0, classes: 1 })
    expect(solved.levels).toEqual(hierarchies.map(({ levels }) => levels.length - 1))
    expect([...published.rows]).toEqual([2])
  })

  it('that cannot be names the models that fail, and by how much', () => {
    const given: Row[] = Array.from({ length: 4 }, () => ['20', 'x', 'flu'])
    expect(() => solve(given, { k: 2, l: { c: 3 } })).toThrow(/l.* of "c"/)
    expect(() => solve(given, { k: 5 })).toThrow(/not even all records as one class/)
  })

  it('keeps suppressed records as a class where they hide each other, and drops them where they do not', () => {
    const common = Array.from({ length: 20 }, (): Row => ['20', 'x', 'flu'])
    const rare = (n: number) => Array.from({ length: n }, (_, i): Row => [String(30 + 10 * i), 'y', 'flu'])
    const file = (leaves: readonly string[]) => leaves.map((leaf) => `${leaf};*\n`).join('')
    const files = { ages: file(['20', '30', '40', '50']), letters: file(['x', 'y']) }
    const asked: WrittenAnonymity = {
      k: 3,
      model: 'full-domain',
      'suppress-at-most': '20%',
      suppressed: 'class',
      hierarchies: { a: { file: 'ages' }, b: { file: 'letters' } },
    }
    expect(solve([...common, ...rare(3)], asked, files).solved).toMatchObject({ suppressed: 0, classes: 2 })
    expect(solve([...common, ...rare(2)], asked, files).solved).toMatchObject({ suppressed: 2, classes: 1 })
  })

  it('refuses values that the hierarchy of the policy has no leaf for, and names the field alone', () => {
    const given: Row[] = [['20', 'x', 'flu'], ['21', 'x', 'flu']] // prettier-ignore
    const asked: WrittenAnonymity = { k: 2, hierarchies: { a: { file: 'ages' } } }
    expect(() => solve(given, asked, { ages: '20;*\n' })).toThrow(
      expect.objectContaining({
        code: 'POLICY_INVALID',
        where: { field: 'a' },
        message: expect.not.stringContaining('21'),
      }),
    )
  })

  it('of no record is met and has no class', () => {
    expect(solve([], { k: 3 }).solved).toMatchObject({ met: true, records: 0, classes: 0 })
  })
})
