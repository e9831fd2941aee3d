import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { collectSurrogates, mergeSurrogates, surrogateRank } from '../../src/transforms/surrogate-table.ts'

const rowsOf = (table: Uint8Array) =>
  Array.from({ length: table.length / 10 }, (_, i) => Buffer.from(table.subarray(10 * i, 10 * i + 10)).toString('hex'))

/** Rows of ten bytes of which many are equal or differ only at the end. */
const rows = fc
  .array(
    fc.oneof(
      fc.uint8Array({ minLength: 10, maxLength: 10 }),
      fc.nat(20).map((n) => Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, n)),
    ),
  )
  .map((list) => Uint8Array.from(list.flatMap((row) => [...row])))

describe('a table of surrogates', () => {
  it('holds the distinct rows in ascending order', () => {
    fc.assert(
      fc.property(rows, (all) => {
        expect(rowsOf(collectSurrogates(all))).toEqual([...new Set(rowsOf(all))].sort())
      }),
    )
  })

  it('of all rows is the merge of tables of some, however they are grouped and repeated', () => {
    fc.assert(
      fc.property(rows, rows, rows, (a, b, c) => {
        const whole = collectSurrogates(Uint8Array.from([...a, ...b, ...c]))
        const [x, y, z] = [a, b, c].map(collectSurrogates) as [Uint8Array, Uint8Array, Uint8Array]
        expect(mergeSurrogates([x, y, z])).toEqual(whole)
        expect(mergeSurrogates([z, x, y, x])).toEqual(whole)
        expect(mergeSurrogates([mergeSurrogates([y, z]), x])).toEqual(whole)
      }),
    )
    expect(mergeSurrogates([])).toHaveLength(0)
  })

  it('gives each row its place and other rows none', () => {
    for (const size of [0, 1, 2, 3, 100, 5000]) {
      const all = new Uint8Array(randomBytes(10 * size))
      const table = collectSurrogates(all)
      const places = rowsOf(table)
      for (let i = 0; i < size; i += Math.ceil(size / 200))
        expect(surrogateRank(table, all, i)).toBe(places.indexOf(rowsOf(all)[i]!))
      for (const edge of [0, 255]) expect(surrogateRank(table, new Uint8Array(10).fill(edge), 0)).toBe(-1)
    }
  })

  it('finds rows where the values are far from evenly spread', () => {
    const all = Uint8Array.from(
      Array.from({ length: 1000 }, (_, n) => [255, 255, 255, 255, 255, 0, 0, 0, n >> 8, n & 255]).flat(),
    )
    const places = Array.from({ length: 1000 }, (_, i) => surrogateRank(collectSurrogates(all), all, i))
    expect(places).toEqual(places.map((_, i) => i))
  })

  it('has a limit with a named error', () => {
    const table = collectSurrogates(new Uint8Array(randomBytes(40)))
    expect(() => mergeSurrogates([table], 3)).toThrow(expect.objectContaining({ code: 'PLAN_LIMIT' }))
    expect(mergeSurrogates([table, table], 4)).toEqual(table)
  })
})
