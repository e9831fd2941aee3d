import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createKeyCounts } from '../../../src/engine/passes/key-counts.ts'

/** Keys that often share their first and last bytes, which are the hash. */
const keys = (width: number) =>
  fc
    .tuple(fc.nat(3), fc.nat(3), fc.nat(3))
    .map(([a, b, c]) =>
      Uint8Array.from({ length: width }, (_, i) => (i === 0 ? a : i === 4 ? b : i === width - 1 ? c : 0)),
    )
const block = (width: number) =>
  fc.array(fc.tuple(keys(width), fc.integer({ min: 1, max: 1000 })), { maxLength: 30 }).map((rows) => ({
    keys: Uint8Array.from(rows.flatMap(([key]) => [...key])),
    counts: Uint32Array.from(rows, ([, count]) => count),
  }))

/** The table as a map of hex keys. */
const contentOf = (table: ReturnType<typeof createKeyCounts>) =>
  new Map([...table.entries()].map(({ key, count }) => [Buffer.from(key).toString('hex'), count]))

describe('a class table', () => {
  it('holds what a map would hold, whatever the order in which the blocks are merged', () => {
    const blocksOf = fc
      .constantFrom(16, 24)
      .chain((width) => fc.record({ width: fc.constant(width), blocks: fc.array(block(width), { maxLength: 6 }) }))
    fc.assert(
      fc.property(blocksOf, ({ width, blocks }) => {
        const expected = new Map<string, number>()
        for (const b of blocks)
          b.counts.forEach((count, i) => {
            const key = Buffer.from(b.keys.subarray(i * width, (i + 1) * width)).toString('hex')
            expected.set(key, (expected.get(key) ?? 0) + count)
          })
        for (const order of [blocks, [...blocks].reverse()]) {
          const table = createKeyCounts(width, 1000)
          for (const b of order) expect(table.add(b.keys, b.counts)).toBe(true)
          expect(contentOf(table)).toEqual(expected)
          expect(table.size).toBe(expected.size)
          for (const [key, count] of expected) expect(table.get(Buffer.from(key, 'hex'))).toBe(count)
        }
      }),
    )
  })

  it('grows over its first capacity and keeps every count', () => {
    const table = createKeyCounts(16, 10_000)
    const key = (n: number) => {
      const bytes = new Uint8Array(16)
      new DataView(bytes.buffer).setUint32(n % 16 === 0 ? 12 : 0, n)
      return bytes
    }
    for (let round = 0; round < 2; round++) for (let n = 0; n < 5000; n++) table.add(key(n), Uint32Array.of(n + 1))
    expect(table.size).toBe(5000)
    for (let n = 0; n < 5000; n++) expect(table.get(key(n))).toBe(2 * (n + 1))
  })

  it('knows nothing of a key that was never added', () => {
    const table = createKeyCounts(16, 10)
    expect(table.get(new Uint8Array(16))).toBe(0)
    table.add(new Uint8Array(16), Uint32Array.of(3))
    expect([table.get(new Uint8Array(16)), table.get(new Uint8Array(16).fill(1))]).toEqual([3, 0])
  })

  it('counts sums that do not fit in 32 bits', () => {
    const table = createKeyCounts(16, 10)
    for (let i = 0; i < 3; i++) table.add(new Uint8Array(16), Uint32Array.of(2 ** 32 - 1))
    expect(table.get(new Uint8Array(16))).toBe(3 * (2 ** 32 - 1))
  })

  it('says so when a new key would go over the limit, and takes known keys still', () => {
    const table = createKeyCounts(4, 2)
    expect(table.add(Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 2), Uint32Array.of(1, 1))).toBe(true)
    expect(table.add(Uint8Array.of(0, 0, 0, 2), Uint32Array.of(5))).toBe(true)
    expect(table.add(Uint8Array.of(0, 0, 0, 3), Uint32Array.of(1))).toBe(false)
    expect(table.size).toBe(2)
  })

  it('without room counts nothing', () => {
    const table = createKeyCounts(16, 0)
    expect(table.add(new Uint8Array(16), Uint32Array.of(1))).toBe(false)
    expect([table.size, [...table.entries()]]).toEqual([0, []])
  })
})
