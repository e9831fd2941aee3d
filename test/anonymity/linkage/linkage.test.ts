import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linkExactly } from '../../../src/anonymity/linkage/link-exactly.ts'
import { linkNoisily } from '../../../src/anonymity/linkage/link-noisily.ts'
import { isCompatible, type LinkedColumn, type LinkedTable } from '../../../src/anonymity/linkage/linked-table.ts'
import { survives, thinned, thinningBits } from '../../../src/anonymity/linkage/thin.ts'
import { hash53 } from '../../../src/detect/sketch.ts'

const seedOf = (row: number) => hash53(String(row), 1)
const tableOf = (records: number, columns: LinkedColumn[], seeds?: Float64Array): LinkedTable => ({
  records,
  seeds: seeds ?? Float64Array.from({ length: records }, (_, row) => seedOf(row)),
  columns,
})
const computed = (name: string, known: readonly number[], written = known): LinkedColumn => ({
  kind: 'computed',
  name,
  known: Float64Array.from(known),
  written: Float64Array.from(written),
})
const near = (name: string, known: readonly number[], written: readonly number[], reach: number): LinkedColumn => ({
  kind: 'near',
  name,
  known: Float64Array.from(known),
  written: Float64Array.from(written),
  reach,
  of: 'number',
})

/** The definition: exactly one published record may be the one that is known, and it is the right one. */
function found({ records, columns }: LinkedTable): number {
  const rows = Array.from({ length: records }, (_, row) => row)
  return rows.filter((known) => {
    const fits = rows.filter((written) => columns.every((column) => isCompatible(column, known, written)))
    return fits.length === 1 && fits[0] === known
  }).length
}

describe('linkage with exact knowledge', () => {
  it('finds those who are alone in all columns together', () => {
    expect(linkExactly(tableOf(4, [computed('a', [1, 1, 2, 2]), computed('b', [1, 2, 3, 3])]))).toBe(2)
  })

  it('finds nobody where no column is compared, and the one record where there is one', () => {
    expect(linkExactly(tableOf(3, []))).toBe(0)
    expect(linkExactly(tableOf(1, []))).toBe(1)
  })

  it('does not find a record that was written as another one', () => {
    expect(linkExactly(tableOf(2, [computed('a', [1, 2], [2, 1])]))).toBe(0)
  })

  it('finds those again whose moved value nobody else is near to', () => {
    // 0 is within 10 of 5 and -4; 100 of 104 only
    expect(linkExactly(tableOf(3, [near('d', [0, 0, 100], [5, -4, 104], 10)]))).toBe(1)
    expect(linkExactly(tableOf(1, [near('d', [NaN], [NaN], 10)]))).toBe(1)
  })

  const code = fc.integer({ min: 1, max: 4 })
  // 10 and 20 stand above 1, 2 and 3, 4; 100 above all
  const above = new Map([1, 2, 3, 4].map((n) => [n, [n, n < 3 ? 10 : 20, 100]]))
  const record = fc.record({ a: code, b: code, level: fc.nat(2), moved: fc.integer({ min: -3, max: 3 }), d: code })
  it('finds as many as the definition says, whatever is generalised, moved or kept', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 25 }), fc.subarray(['computed', 'covered', 'near']), (rows, kinds) => {
        const columns: LinkedColumn[] = [
          computed(
            'a',
            rows.map((r) => r.a),
          ),
          {
            kind: 'covered',
            name: 'b',
            known: Float64Array.from(rows, (r) => r.b),
            written: Float64Array.from(rows, (r) => above.get(r.b)![r.level]!),
            covers: above,
          },
          near(
            'd',
            rows.map((r) => r.d * 5),
            rows.map((r) => r.d * 5 + r.moved),
            3,
          ),
        ]
        const table = tableOf(
          rows.length,
          columns.filter((c) => kinds.includes(c.kind)),
        )
        expect(linkExactly(table)).toBe(found(table))
      }),
      { numRuns: 300 },
    )
  })

  it('takes a class of k for no match, however many classes may stand for a record', () => {
    const covers = new Map([[1, [1, 9]]])
    const written = Float64Array.from([1, 1, 9, 9])
    const column: LinkedColumn = { kind: 'covered', name: 'q', known: new Float64Array(4).fill(1), written, covers }
    expect(linkExactly(tableOf(4, [column]))).toBe(0)
  })
})

describe('linkage with noisy knowledge', () => {
  const columnsOf = (records: number, values: number) =>
    Array.from({ length: 8 }, (_, c) =>
      computed(
        `c${c}`,
        Array.from({ length: records }, (_, row) => hash53(`${c}/${row}`, 3) % values),
      ),
    )

  it('finds those again who have much that is rare, though a quarter is wrong', () => {
    expect(linkNoisily(tableOf(500, columnsOf(500, 1000)), 0.25)).toMatchObject({ targets: 500, found: 500, wrong: 2 })
  })

  it('finds nobody among records that are alike', () => {
    expect(linkNoisily(tableOf(40, columnsOf(40, 1)), 0.25)).toMatchObject({ found: 0 })
    // pairs: whoever fits best has a likeness
    const pairs = columnsOf(500, 1000).map((c) => ({ ...c, known: c.known.map((_, r) => c.known[r - (r % 2)]!) }))
    const doubled = pairs.map((c) => ({ ...c, written: c.known }))
    expect(linkNoisily(tableOf(500, doubled), 0.25)).toMatchObject({ found: 0 })
  })

  it('does not try where one value is all that is known', () => {
    expect(linkNoisily(tableOf(5, [computed('a', [1, 2, 3, 4, 5])]), 0.25)).toBeUndefined()
    expect(linkNoisily(tableOf(0, columnsOf(0, 3)), 0.25)).toBeUndefined()
  })

  it('finds fewer than exact knowledge does where values are few, and the more the fewer are wrong', () => {
    const table = tableOf(800, columnsOf(800, 3))
    const shares = [0.125, 0.25, 0.5].map((share) => linkNoisily(table, share)!.found / 800)
    expect(linkExactly(table) / 800).toBeGreaterThan(shares[0]!)
    expect(shares[0]).toBeGreaterThan(shares[1]!)
    expect(shares[1]).toBeGreaterThan(shares[2]!)
  })
})

describe('the attack', () => {
  it('has the same result for every order of the records', () => {
    const values = fc.array(fc.tuple(fc.nat(3), fc.nat(3), fc.nat(9), fc.nat(1000)), { minLength: 2, maxLength: 40 })
    fc.assert(
      fc.property(values, fc.infiniteStream(fc.nat()), (rows, draws) => {
        const shuffled = rows.map((row) => ({ row, at: draws.next().value })).sort((a, b) => a.at - b.at)
        const results = [rows, shuffled.map(({ row }) => row)].map((some) => {
          const seeds = Float64Array.from(some, (row) => hash53(row.join(), 1))
          const columns = [0, 1, 2].map((c) =>
            computed(
              `c${c}`,
              some.map((row) => row[c]!),
            ),
          )
          const table = tableOf(some.length, columns, seeds)
          return [linkExactly(table), linkNoisily(table, 0.25)]
        })
        expect(results[1]).toEqual(results[0])
      }),
    )
  })
})

describe('a sample of records', () => {
  const seeds = Float64Array.from({ length: 1000 }, (_, row) => seedOf(row))
  it('has at most so many of them, and half as many is too few', () => {
    for (const most of [1, 10, 300, 1000, 5000]) {
      const rows = thinned(seeds, most)
      expect(rows.length).toBeLessThanOrEqual(most)
      const bits = thinningBits(seeds, most)
      if (bits > 0) expect(seeds.filter((seed) => survives(seed, bits - 1)).length).toBeGreaterThan(most)
    }
    expect(thinned(seeds, 1000)).toHaveLength(1000)
  })
})
