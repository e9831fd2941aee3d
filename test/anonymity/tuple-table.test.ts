import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ANY, createTupleTable } from '../../src/anonymity/tuple-table.ts'

/** Numbers of every width up to 32 bits, some of them often. */
const number = fc.oneof(fc.nat(3), fc.nat(300), fc.integer({ min: 0, max: 2 ** 32 - 2 }))
const tables = fc.integer({ min: 1, max: 9 }).chain((width) =>
  fc.record({
    width: fc.constant(width),
    tuples: fc.array(fc.array(number, { minLength: width, maxLength: width }), { maxLength: 60 }),
  }),
)

describe('a table of tuples', () => {
  it('counts as a map does, whether it knows how large numbers become or not, one by one or in columns', () => {
    fc.assert(
      fc.property(tables, ({ width, tuples }) => {
        const expected = new Map<string, number>()
        for (const tuple of tuples) expected.set(tuple.join(), (expected.get(tuple.join()) ?? 0) + 1)
        const order = [...expected.keys()]
        for (const known of [ANY, 2 ** 32 - 1]) {
          const single = createTupleTable(Array<number>(width).fill(known), Infinity)
          const joint = createTupleTable(Array<number>(width).fill(known), Infinity)
          for (const tuple of tuples) expect(single.add(tuple, 1)).toBe(order.indexOf(tuple.join()))
          const columns = Array.from({ length: width }, (_, p) => tuples.map((tuple) => tuple[p]!))
          for (const half of [columns.map((c) => c.slice(0, 20)), columns.map((c) => c.slice(20))])
            joint.addColumns(half, undefined, half[0]!.length)
          for (const table of [single, joint]) {
            expect(table.size).toBe(expected.size)
            const found = table.columns()
            const rows = order.map((_, e) => found.map((column) => column[e]!).join())
            expect(rows).toEqual(order)
            expect([...table.counts.subarray(0, table.size)]).toEqual([...expected.values()])
            for (const [e, text] of order.entries()) expect(table.find(text.split(',').map(Number))).toBe(e)
          }
        }
      }),
    )
  })

  it('does not find a tuple with a larger number than it has seen', () => {
    const table = createTupleTable([ANY, ANY], Infinity)
    table.add([1, 0], 1)
    // Packed into the bits of the first it would be the tuple that is there.
    expect(table.find([1, 2])).toBe(-1)
    expect(table.find([3, 0])).toBe(-1)
    expect(table.find([1, 0])).toBe(0)
  })
})
