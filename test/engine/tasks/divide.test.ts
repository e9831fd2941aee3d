import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { divide } from '../../../src/engine/tasks/divide.ts'

describe('shards', () => {
  it('hold all inputs, in their order, each once', () => {
    const sizes = fc.array(fc.option(fc.nat(1000), { nil: undefined }), { maxLength: 50 })
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 2000 }), (given, target) => {
        const shards = divide(given, target)
        const inputs = shards.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i))
        expect(inputs).toEqual(given.map((_, i) => i))
        for (const { from, to } of shards) expect(to).toBeGreaterThan(from)
      }),
    )
  })

  it('are of about the target, unless an input alone is larger', () => {
    const sizes = Array.from({ length: 100 }, (_, i) => 10 + (i % 7))
    for (const { from, to } of divide(sizes, 100).slice(0, -1)) {
      const bytes = sizes.slice(from, to).reduce((sum, size) => sum + size, 0)
      expect(Math.abs(bytes - 100)).toBeLessThanOrEqual(10)
    }
    expect(divide([5, 500, 5], 100)).toEqual([{ from: 0, to: 1 }, { from: 1, to: 2 }, { from: 2, to: 3 }]) // prettier-ignore
  })

  it('are of one input where nobody knows how large it is', () => {
    expect(divide([undefined, 1, undefined], 100)).toEqual([{ from: 0, to: 1 }, { from: 1, to: 2 }, { from: 2, to: 3 }]) // prettier-ignore
    expect(divide([], 100)).toEqual([])
  })
})
