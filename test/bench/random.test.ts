import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomStream, shuffled, weighted } from '../../bench/corpus/random.ts'

const draws = (name: string, count: number) => {
  const random = randomStream(name)
  return Array.from({ length: count }, () => random.next())
}

describe('a stream of draws', () => {
  it('depends on its name alone', () => {
    expect(draws('a', 50)).toEqual(draws('a', 50))
    expect(draws('a', 50)).not.toEqual(draws('b', 50))
  })

  it('is the same on every machine', () => {
    // Held so that the shipped data cannot change unnoticed through the generator of numbers.
    expect(draws('perde', 3)).toEqual(PERDE)
  })

  it('stays within its bounds and reaches both ends', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 5 }), (name, n) => {
        const random = randomStream(name)
        const seen = new Set(Array.from({ length: 300 }, () => random.below(n)))
        return seen.size === n && Math.min(...seen) === 0 && Math.max(...seen) === n - 1
      }),
      { seed: 1 },
    )
  })

  it('spreads evenly over sixteen bins', () => {
    const bins = new Uint32Array(16)
    for (const draw of draws('bins', 160_000)) bins[draw >>> 28]!++
    for (const bin of bins) expect(Math.abs(bin - 10_000)).toBeLessThan(500) // five standard deviations
  })

  it('grants a chance about as often as it says', () => {
    const random = randomStream('chance')
    const granted = Array.from({ length: 20_000 }, () => random.chance(12.5)).filter(Boolean).length
    expect(Math.abs(granted - 2500)).toBeLessThan(240)
  })
})

it('a shuffled list has the same members and leaves the list as it was', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.string(), (list, name) => {
      const before = [...list]
      const out = shuffled(list, randomStream(name))
      expect(list).toEqual(before)
      expect([...out].sort()).toEqual([...before].sort())
    }),
    { seed: 1 },
  )
})

it('a weighted draw never gives what has no weight', () => {
  const random = randomStream('weights')
  const draw = weighted([
    ['never', 0],
    ['often', 3],
    ['seldom', 1],
  ])
  const seen = Array.from({ length: 4000 }, () => draw(random))
  expect(seen.includes('never')).toBe(false)
  expect(Math.abs(seen.filter((word) => word === 'seldom').length - 1000)).toBeLessThan(150)
})

const PERDE = [2159913821, 2851973492, 588546413]
