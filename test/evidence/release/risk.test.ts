import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { largestShare, notMeasured, riskReport, sourceRisk } from '../../../src/evidence/release/risk.ts'

interface Case {
  id: string
  columns: string[]
  rows: string[][]
  qi: string[]
  expected: { rows: number; classes: number; k: number; maxClass: number }
  risk: { average: number; highest: number; uniqueRecords: number }
}
const { cases } = JSON.parse(
  readFileSync(new URL('../../vectors/anonymity/measure-cases.json', import.meta.url), 'utf8'),
) as { cases: Case[] }

/** Class sizes of a table. */
function sizesOf({ columns, rows, qi }: Case): number[] {
  const counts = new Map<string, number>()
  for (const row of rows) {
    const key = JSON.stringify(qi.map((name) => row[columns.indexOf(name)]))
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return [...counts.values()]
}

describe('the risk of a table', () => {
  it.each(cases.map((c) => [c.id, c] as const))('%s is the one that others found', (_, c) => {
    const found = sourceRisk(c.qi, sizesOf(c), {})
    expect(found).toMatchObject({
      records: c.expected.rows,
      k: c.expected.k,
      classes: { count: c.expected.classes, min: c.expected.k, max: c.expected.maxClass },
    })
    expect(found.risk!.prosecutor).toBeCloseTo(c.risk.highest, 6)
    expect(found.risk!.marketer).toBeCloseTo(c.risk.average, 6)
    expect(found.risk!.unique).toBeCloseTo(c.risk.uniqueRecords / c.expected.rows, 6)
  })

  it('by hand: classes of 1, 1, 3, 5 and 10 records', () => {
    expect(sourceRisk(['age', 'sex'], [1, 3, 10, 1, 5], { ill: 2 })).toEqual({
      quasiIdentifiers: ['age', 'sex'],
      records: 20,
      k: 1,
      l: { ill: 2 },
      t: {},
      classes: {
        count: 5,
        min: 1,
        max: 10,
        histogram: [
          { from: 1, to: 1, classes: 2, records: 2 },
          { from: 3, to: 3, classes: 1, records: 3 },
          { from: 5, to: 9, classes: 1, records: 5 },
          { from: 10, to: 19, classes: 1, records: 10 },
        ],
      },
      // 1 of 1; 5 classes of 20 records; 2 of 20 records alone
      risk: { prosecutor: 1, journalist: 1, marketer: 0.25, unique: 0.1 },
      reidentified: null,
      anonymity: null,
    })
  })

  it('by hand: one class of seven records', () => {
    const { k, risk } = sourceRisk(['age'], [7], {})
    expect([k, risk]).toEqual([7, { prosecutor: 0.142857, journalist: 0.142857, marketer: 0.142857, unique: 0 }])
  })

  it('of no record is not measured', () => {
    expect(sourceRisk(['age'], [], {})).toEqual(notMeasured(['age'], 0, 'no record was written'))
  })

  it('does not depend on the order of the classes', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(sizes, (list) => {
        expect(sourceRisk([], [...list].reverse(), {})).toEqual(sourceRisk([], list, {}))
      }),
    )
  })
})

describe('the histogram of the class sizes', () => {
  it('has every class once, in the bin that holds its size, and bins that do not touch', () => {
    const size = fc.oneof(
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: 1, max: 2 ** 31 }),
      fc.nat(9).map((n) => 10 ** n),
      fc.nat(9).map((n) => 10 ** n - (n > 0 ? 1 : 0)),
    )
    fc.assert(
      fc.property(fc.array(size, { minLength: 1, maxLength: 30 }), (sizes) => {
        const { histogram } = sourceRisk([], sizes, {}).classes!
        for (const bin of histogram) {
          const inside = sizes.filter((s) => s >= bin.from && s <= bin.to)
          expect([bin.classes, bin.records]).toEqual([inside.length, inside.reduce((a, b) => a + b, 0)])
        }
        expect(histogram.reduce((n, bin) => n + bin.classes, 0)).toBe(sizes.length)
        histogram.slice(1).forEach((bin, i) => expect(bin.from).toBeGreaterThan(histogram[i]!.to))
      }),
    )
  })

  const bins: [number, number, number][] = [
    // a size, and the bin that holds it
    [1, 1, 1],
    [4, 4, 4],
    [5, 5, 9],
    [9, 5, 9],
    [10, 10, 19],
    [49, 20, 49],
    [50, 50, 99],
    [1000, 1000, 1999],
    [4999, 2000, 4999],
    [1_000_000, 1_000_000, 1_999_999],
  ]
  it.each(bins)('puts %i into %i to %i', (size, from, to) => {
    expect(sourceRisk([], [size], {}).classes!.histogram).toMatchObject([{ from, to }])
  })
})

describe('the report of a release', () => {
  const measured = (k: number) => sourceRisk(['age'], [k], {})

  it('has the lowest k of its sources', () => {
    expect(riskReport({ a: measured(7), b: measured(3) }).k).toBe(3)
  })

  it('has no k where no source was measured, or where one could not be', () => {
    expect(riskReport({}).k).toBeNull()
    expect(riskReport({ a: measured(7), b: notMeasured(['age'], 5, 'too many') }).k).toBeNull()
    expect(riskReport({ a: notMeasured([], 5, 'no quasi-identifier') }).k).toBeNull()
  })

  it('is not of a source of which nobody is released, unless there is no other', () => {
    const none = notMeasured(['age'], 0, 'no record was written')
    expect(riskReport({ a: none, b: measured(3) })).toMatchObject({ source: 'b', k: 3 })
    expect(riskReport({ a: none })).toMatchObject({ source: 'a', k: null })
  })

  it('is of the source in which more stand alone, where two have classes of the same size', () => {
    const [few, many] = [
      [1, 9],
      [1, 1, 8],
    ].map((sizes) => sourceRisk(['age'], sizes, {}))
    expect(riskReport({ a: few!, b: many! }).source).toBe('b')
    expect(riskReport({ a: many!, b: few! }).source).toBe('a')
  })

  it('has the largest share of any source, where one was measured', () => {
    const report = riskReport({ a: { ...measured(2), reidentified: 0 }, b: { ...measured(60), reidentified: 1 } })
    expect(largestShare(report, (source) => source.reidentified)).toEqual({ source: 'b', share: 1 })
    expect(largestShare(riskReport({ a: measured(2) }), (source) => source.reidentified)).toBeUndefined()
  })

  it('leaves out sources without quasi-identifiers', () => {
    expect(riskReport({ a: measured(7), b: notMeasured([], 5, 'none') }).k).toBe(7)
  })
})
