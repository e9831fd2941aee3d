import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createClassTable, distributionOf, rolledUp } from '../../src/anonymity/class-table.ts'
import { createTupleTable } from '../../src/anonymity/tuple-table.ts'

const SHAPE = { leaves: [4, 300, 3], sensitive: [5, 2] }
const rowsOf = fc.array(
  fc.tuple(fc.nat(3), fc.nat(299), fc.nat(2), fc.nat(4), fc.nat(1)).map((row) => row as number[]),
  { maxLength: 200 },
)

function tableOf(rows: number[][]) {
  const table = createClassTable(SHAPE)
  for (const row of rows) table.addRow(row.slice(0, 3), row.slice(3))
  return table
}

describe('the class table', () => {
  it('counts what a map of texts counts', () => {
    fc.assert(
      fc.property(rowsOf, (rows) => {
        const counts = tableOf(rows).counts()
        const byText = new Map<string, number>()
        for (const row of rows) {
          const key = row.slice(0, 3).join()
          byText.set(key, (byText.get(key) ?? 0) + 1)
        }
        const found = [...counts.counts].map((n, e) => [counts.columns.map((c) => c[e]).join(), n])
        expect(Object.fromEntries(found)).toEqual(Object.fromEntries(byText))
        expect(counts.rows).toBe(rows.length)
        for (const f of [0, 1]) {
          const expected = new Float64Array(SHAPE.sensitive[f]!)
          for (const row of rows) expected[row[3 + f]!]!++
          expect(distributionOf(counts, f)).toEqual(expected)
        }
      }),
    )
  })

  it('is the same for equal rows, whatever parts they are counted in and however these are merged', () => {
    fc.assert(
      fc.property(rowsOf, rowsOf, rowsOf, (a, b, c) => {
        const whole = tableOf([...a, ...b, ...c]).counts()
        const left = tableOf(a)
        left.merge(tableOf(b).counts())
        left.merge(tableOf(c).counts())
        const right = tableOf(c)
        const inner = tableOf(b)
        inner.merge(tableOf(a).counts())
        right.merge(inner.counts())
        expect(left.counts()).toEqual(whole)
        expect(right.counts()).toEqual(whole)
      }),
    )
  })

  it('takes columns like rows', () => {
    const rows = [
      [0, 1, 2, 3, 0],
      [0, 1, 2, 4, 1],
      [3, 299, 0, 3, 1],
    ]
    const table = createClassTable(SHAPE)
    const column = (c: number) => rows.map((row) => row[c]!)
    table.addColumns([column(0), column(1), column(2)], [column(3), column(4)], 3)
    expect(table.counts()).toEqual(tableOf(rows).counts())
  })

  it('rolls up to what coarser rows would have been counted as', () => {
    fc.assert(
      fc.property(rowsOf, (rows) => {
        const half = Uint32Array.from({ length: 300 }, (_, leaf) => leaf >> 4)
        const coarse = createClassTable({ leaves: [4, 19, 3], sensitive: SHAPE.sensitive })
        for (const row of rows) coarse.addRow([row[0]!, half[row[1]!]!, row[2]!], row.slice(3))
        expect(rolledUp(tableOf(rows).counts(), [undefined, half, undefined], [4, 19, 3])).toEqual(coarse.counts())
      }),
    )
  })

  it('sorts combinations that are too many to be numbered, too', () => {
    const table = createClassTable({ leaves: [2 ** 31, 2 ** 31, 2 ** 31], sensitive: [] })
    for (const tuple of [
      [5, 2 ** 30, 1],
      [5, 7, 2 ** 31 - 1],
      [4, 9, 9],
    ])
      table.addRow(tuple, [])
    expect([...table.counts().columns[0]!]).toEqual([4, 5, 5])
    expect([...table.counts().columns[1]!]).toEqual([9, 7, 2 ** 30])
  })

  it('ends with an error and a hint beyond its budget', () => {
    const table = createTupleTable([1 << 20], 64 * 1024)
    const fill = () => {
      for (let i = 0; i < 1 << 20; i++) table.add([i], 1)
    }
    expect(fill).toThrow(
      expect.objectContaining({ code: 'PLAN_LIMIT', hints: expect.arrayContaining([expect.any(String)]) }),
    )
    expect(table.size).toBeLessThan(16_384)
  })
})
