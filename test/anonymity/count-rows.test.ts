import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createClassTable } from '../../src/anonymity/class-table.ts'
import { countRows } from '../../src/anonymity/count-rows.ts'
import { numberTuples } from '../../src/anonymity/number-tuples.ts'

const rowsOf = (width: number, below: number) =>
  fc.array(fc.array(fc.nat(below - 1), { minLength: width, maxLength: width }), { maxLength: 60 })
const placesOf = (rows: readonly number[][], width: number, size: number) =>
  Array.from({ length: width }, (_, p) => ({ numbers: Uint32Array.from(rows, (row) => row[p]!), size }))

describe('numbering combinations', () => {
  // Few values: one number holds a row. Many: combinations are numbered on the way. 2³¹: not even one column more fits.
  for (const [width, size] of [
    [3, 4],
    [9, 200],
    [4, 2 ** 31],
    [0, 1],
  ] as const)
    it(`tells ${width} places of ${size} numbers apart as their texts do`, () => {
      fc.assert(
        fc.property(rowsOf(width, Math.min(size, 3)), fc.nat(2), (small, far) => {
          // Numbers at both ends of what a place holds.
          const rows = small.map((row) => row.map((n) => (n === far ? size - 1 : n)))
          const { numbers, first, counts } = numberTuples(placesOf(rows, width, size), rows.length)
          const known = new Map<string, number>()
          const expected = rows.map((row) => {
            if (!known.has(row.join())) known.set(row.join(), known.size)
            return known.get(row.join())!
          })
          expect([...numbers]).toEqual(expected)
          expect([...first]).toEqual([...known.values()].map((n) => expected.indexOf(n)))
          expect([...counts]).toEqual([...known.values()].map((n) => expected.filter((m) => m === n).length))
        }),
      )
    })
})

describe('counting a batch of rows', () => {
  it('gives a table what adding its rows one by one gives it', () => {
    fc.assert(
      fc.property(rowsOf(4, 5), (rows) => {
        const shape = { leaves: [5, 5], sensitive: [5, 5] }
        const plain = createClassTable(shape)
        for (const row of rows) plain.addRow(row.slice(0, 2), row.slice(2))
        const merged = createClassTable(shape)
        const places = placesOf(rows, 4, 5)
        merged.merge(countRows(places.slice(0, 2), places.slice(2), rows.length))
        expect(merged.counts()).toEqual(plain.counts())
      }),
    )
  })
})
