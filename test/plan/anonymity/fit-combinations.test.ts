import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createClassTable, type ClassCounts } from '../../../src/anonymity/class-table.ts'
import { fitCombinations } from '../../../src/plan/anonymity/fit-combinations.ts'
import { plannedFor } from './counted-rows.ts'

const VALUES = 64
const texts = Array.from({ length: VALUES }, (_, n) => String(n))
const spec = { k: 2, hierarchies: { a: { intervals: [4, 16] }, b: { intervals: [8, 32] } } }
const planned = plannedFor(2, spec)
const shape = { leaves: [VALUES + 1, VALUES + 1], sensitive: [] }
const quasi = [0, 1].map(() => ({ texts, hasNull: false }))

function counts(rows: readonly (readonly [number, number])[]): ClassCounts {
  const table = createClassTable(shape)
  for (const row of rows) table.addRow(row, [])
  return { ...table.unsorted(), shape }
}

/** Combinations with their rows, whatever their order. */
function told({ columns, counts: sizes }: ClassCounts): Record<string, number> {
  return Object.fromEntries(Array.from(sizes, (n, e) => [columns.map((column) => column[e]).join(), n]))
}

const number = fc.integer({ min: 1, max: VALUES })
const rows = fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 3000, size: 'max' })
/** Room for a thousand combinations and no more. */
const BUDGET = 30_000

describe('combinations that are too many for one table', () => {
  it('are joined at the same levels and with the same counts however they were parted', () => {
    let coarser = 0
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 5 }), (given, parts) => {
        const cut = Array.from({ length: parts }, (_, p) => given.filter((_, i) => i % parts === p))
        const fit = (own: readonly (readonly [number, number])[][]) =>
          fitCombinations(planned, { quasi, sensitive: [], parts: own.map(counts) }, {}, BUDGET)
        const whole = fit([given])
        const other = fit(cut.toReversed())
        expect(other.base).toEqual(whole.base)
        expect(told(other.counts)).toEqual(told(whole.counts))
        expect(whole.counts.counts.reduce((sum, n) => sum + n, 0)).toBe(given.length)
        if (whole.base.some((level) => level > 0)) coarser++
      }),
      { numRuns: 40 },
    )
    expect(coarser).toBeGreaterThan(5)
  })

  it('stay as they are where they fit', () => {
    const given: [number, number][] = [[1, 2], [1, 2], [60, 61]] // prettier-ignore
    const { base, counts: joined } = fitCombinations(planned, { quasi, sensitive: [], parts: [counts(given)] }, {}, 1e6)
    expect(base).toEqual([0, 0])
    expect(told(joined)).toEqual({ '1,2': 2, '60,61': 1 })
  })

  it('have one value for each node of the level at which they fit', () => {
    const given = Array.from({ length: VALUES ** 2 }, (_, i): [number, number] => [1 + (i >> 6), 1 + (i & 63)])
    const { base, counts: joined } = fitCombinations(
      planned,
      { quasi, sensitive: [], parts: [counts(given)] },
      {},
      BUDGET,
    )
    expect(base.some((level) => level > 0)).toBe(true)
    const widths = [[1, 4, 16], [1, 8, 32]] // prettier-ignore
    joined.columns.forEach((column, q) => {
      const width = widths[q]![base[q]!]!
      const nodes = new Set(Array.from(column, (own) => Math.floor(Number(texts[own - 1]) / width)))
      expect(new Set(column).size).toBe(VALUES / width)
      expect(nodes.size).toBe(VALUES / width)
    })
  })

  it('that do not even fit at the top are refused with the fields that have the most values', () => {
    const sensitive = [Array.from({ length: 5000 }, (_, n) => `1:4:${n + 1000};`)]
    const many = { leaves: shape.leaves, sensitive: [5001] }
    const table = createClassTable(many)
    for (let n = 0; n < 5000; n++) table.addRow([1, 1], [n + 1])
    const parts = [{ ...table.unsorted(), shape: many }]
    expect(() => fitCombinations(plannedFor(3, spec, 1), { quasi, sensitive, parts }, {}, 40_000)).toThrow(
      expect.objectContaining({ code: 'PLAN_LIMIT', hints: [expect.stringContaining('c has 5000 different values')] }),
    )
  })
})
