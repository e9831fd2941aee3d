import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMadeBits, inOrder } from '../../../src/engine/passes/made-bits.ts'
import { packFlags } from '../../../src/engine/worker/pack-flags.ts'

const flags = fc.array(fc.constantFrom(0, 1), { maxLength: 100 })
const pack = (bits: readonly number[]) => packFlags(Uint8Array.from(bits), new Uint8Array(bits.length).fill(1))
const unpack = (bits: Uint8Array, count: number) =>
  Array.from({ length: count }, (_, n) => (bits[n >> 3]! >> (n & 7)) & 1)

describe('bits of made-up cells', () => {
  it('are those of the records that are written, the lowest of a byte first', () => {
    expect([
      ...packFlags(Uint8Array.of(1, 1, 0, 1, 0, 0, 0, 0, 0, 1), Uint8Array.of(1, 0, 1, 1, 1, 1, 1, 1, 1, 1)),
    ]).toEqual([0b101, 0b1])
    expect(packFlags(Uint8Array.of(1), Uint8Array.of(0))).toHaveLength(0)
  })

  it('are the same however the records were cut into blocks and into files', () => {
    fc.assert(
      fc.property(fc.array(flags, { maxLength: 8 }), fc.nat({ max: 100 }), (blocks, at) => {
        const made = createMadeBits()
        for (const block of blocks) made.add([{ path: 'a', bits: pack(block) }], block.length)
        const all = blocks.flat()
        expect(made.records).toBe(all.length)
        const from = Math.min(at, all.length)
        const files = [made.part(0, from), made.part(from, all.length)]
        const found = files.flatMap((cells, n) =>
          unpack(cells[0]?.bits ?? new Uint8Array(13), n === 0 ? from : all.length - from),
        )
        expect(found).toEqual(all)
      }),
    )
  })

  it('are none before a field was met, and none where a block has none', () => {
    const made = createMadeBits()
    made.add([], 3)
    made.add([{ path: 'b', bits: pack([1, 0]) }], 2)
    made.add([{ path: 'a', bits: pack([1]) }], 1)
    expect(made.part(0, 6).map(({ path, bits }) => [path, unpack(bits, 6)])).toEqual([
      ['a', [0, 0, 0, 0, 0, 1]],
      ['b', [0, 0, 0, 1, 0, 0]],
    ])
  })

  it('go where their records go', () => {
    const cells = [{ path: 'a', bits: pack([1, 0, 0, 1]) }]
    expect(inOrder(cells, Uint32Array.of(2, 3, 0)).map(({ bits }) => unpack(bits, 3))).toEqual([[0, 1, 1]])
  })
})
