import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEntryCheck } from '../../src/anonymity/check-entries.ts'
import { createClassTable, type ClassCounts } from '../../src/anonymity/class-table.ts'
import { freezeRecoding, thawRecoding } from '../../src/anonymity/frozen-recoding.ts'
import type { Hierarchy } from '../../src/anonymity/hierarchy.ts'
import { informationLoss } from '../../src/anonymity/measures/information-loss.ts'
import { peel } from '../../src/anonymity/peeling.ts'
import type { PrivacyModel } from '../../src/anonymity/privacy-models/privacy-model.ts'
import { publishedClasses, type Recoding } from '../../src/anonymity/recoding.ts'
import { growTree } from '../../src/anonymity/top-down.ts'
import { modelsOf, MODELS, tableOf, tables } from './random-tables.ts'

const WAYS: [
  string,
  (counts: ClassCounts, hierarchies: Hierarchy[], models: PrivacyModel[], limit: number) => Recoding,
][] = [
  ['top-down', (counts, hierarchies, models) => growTree(counts, hierarchies, { models }).recoding],
  ['peeling', (counts, hierarchies, models, suppressAtMost) => peel(counts, hierarchies, { models, suppressAtMost })],
]

/** Undefined where the models cannot be met, which has an error of its own. */
function solved(solve: () => Recoding): Recoding | undefined {
  try {
    return solve()
  } catch (e) {
    expect(e).toMatchObject({ code: 'ANONYMITY_NOT_MET' })
    return undefined
  }
}

describe.each(WAYS)('%s', (_, solve) => {
  it('publishes only classes that satisfy every model, and suppresses no more than it may', () => {
    fc.assert(
      fc.property(tables, fc.constantFrom(...MODELS), fc.constantFrom(0, 0.2, 1), (written, name, limit) => {
        const { counts, hierarchies } = tableOf(written)
        const models = modelsOf(name, counts)
        const holds = createEntryCheck(counts, { models })
        const all = [...counts.counts.keys()]
        const recoding = solved(() => solve(counts, hierarchies, models, limit))
        if (!recoding) {
          if (limit === 0) expect(holds(all, counts.rows)).toBe(false)
          return
        }
        const { rows, of } = publishedClasses(counts, hierarchies, recoding)
        expect(rows.length).toBeGreaterThan(0)
        for (const own of rows.keys())
          expect(
            holds(
              all.filter((e) => of[e] === own),
              rows[own]!,
            ),
          ).toBe(true)
        const published = rows.reduce((a, b) => a + b, 0)
        expect(counts.rows - published).toBeLessThanOrEqual(limit * counts.rows + 1e-9)
      }),
      { numRuns: 300 },
    )
  })

  it('gives the same plan whatever the order in which parts of the table were counted', () => {
    fc.assert(
      fc.property(tables, fc.nat(30), (written, cut) => {
        const { counts, hierarchies } = tableOf(written)
        const parts = [written.rows.slice(0, cut), written.rows.slice(cut)].map(
          (rows) => tableOf({ ...written, rows }).counts,
        )
        const merged = createClassTable(counts.shape)
        for (const part of parts.toReversed()) merged.merge(part)
        const models = modelsOf('distinct', counts)
        const one = solved(() => solve(counts, hierarchies, models, 1))
        expect(solved(() => solve(merged.counts(), hierarchies, models, 1))).toEqual(one)
      }),
      { numRuns: 100 },
    )
  })

  it('frozen and applied to the same table gives the same classes', () => {
    fc.assert(
      fc.property(tables, (written) => {
        const { counts, hierarchies } = tableOf(written)
        const recoding = solved(() => solve(counts, hierarchies, modelsOf('k', counts), 0.2))
        if (!recoding) return
        const recoder = thawRecoding(JSON.parse(JSON.stringify(freezeRecoding(counts, hierarchies, recoding))))
        const again = [...counts.counts.keys()].map((e) => recoder.classOf(counts.columns.map((column) => column[e]!)))
        const { of } = publishedClasses(counts, hierarchies, recoding)
        const firstOf = (classes: ArrayLike<number>) =>
          Array.from(classes, (own) => (own < 0 ? -1 : Array.from(classes).indexOf(own)))
        expect(firstOf(again)).toEqual(firstOf(of))
      }),
      { numRuns: 100 },
    )
  })
})

describe('local recoding', () => {
  it('loses no more by peeling than by one class for all', () => {
    fc.assert(
      fc.property(tables, (written) => {
        const { counts, hierarchies } = tableOf(written)
        const recoding = solved(() => peel(counts, hierarchies, { models: modelsOf('k', counts), suppressAtMost: 0 }))
        if (recoding) expect(informationLoss(counts, hierarchies, recoding).loss).toBeLessThanOrEqual(1)
      }),
      { numRuns: 50 },
    )
  })
})
