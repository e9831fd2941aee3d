import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allocate, createReservoir, drawKey, hasMarks, lengthClass } from '../../../src/engine/review/review-strata.ts'

describe('the strata of a review', () => {
  it.each([
    [0, 'short'],
    [199, 'short'],
    [200, 'medium'],
    [1999, 'medium'],
    [2000, 'long'],
    [1e6, 'long'],
  ])('%d characters are %s', (characters, expected) => {
    expect(lengthClass(characters)).toBe(expected)
  })

  it.each([
    // what `scrub` writes
    ['call [PERSON-1] back', true],
    ['[KZ-PHONE-12]', true],
    ['[REDACTED]', true],
    ['his number is ***', true],
    // a policy's own entity may have a name in any letters
    ['[НОМЕР-1]', true],
    // not perde's
    ['see [1] and [note-1]', false],
    ['a ** b', false],
    ['[PERSON]', false],
    ['', false],
  ])('case %#: marks are told from brackets and stars', (text, expected) => {
    expect(hasMarks(text)).toBe(expected)
  })
})

describe('the documents of a stratum', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 12 })
  const sample = fc.integer({ min: 1, max: 2000 })

  it('are together as many as were asked for, or all there are', () => {
    fc.assert(
      fc.property(sizes, sample, (sizes, sample) => {
        const taken = allocate(sizes, sample)
        const total = sizes.reduce((a, b) => a + b, 0)
        expect(taken.reduce((a, b) => a + b, 0)).toBe(Math.min(sample, total))
        taken.forEach((n, i) => expect(n).toBeLessThanOrEqual(sizes[i]!))
      }),
    )
  })

  it('are never fewer than a floor, where the sample is large enough for one', () => {
    fc.assert(
      fc.property(sizes, sample, (sizes, sample) => {
        const floor = Math.min(5, Math.floor(sample / (2 * sizes.length)))
        allocate(sizes, sample).forEach((n, i) => expect(n).toBeGreaterThanOrEqual(Math.min(sizes[i]!, floor)))
      }),
    )
  })

  it('are in proportion otherwise', () => {
    expect(allocate([7000, 2000, 1000], 100)).toEqual([70, 20, 10])
    expect(allocate([99_000, 1000], 100)).toEqual([95, 5])
    expect(allocate([50, 50], 100)).toEqual([50, 50])
    // fewer than there are strata: the largest
    expect(allocate([10, 90, 20], 1)).toEqual([0, 1, 0])
  })
})

describe('a reservoir', () => {
  it('holds the records with the smallest keys, in whatever order they come', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(200), { maxLength: 300 }), fc.integer({ min: 1, max: 20 }), (keys, most) => {
        const reservoir = createReservoir(most)
        keys.forEach((key, record) => reservoir.add(key, record))
        const sorted = keys.map((key, record) => ({ key, record })).sort((a, b) => a.key - b.key || a.record - b.record)
        expect(reservoir.smallest(most)).toEqual(sorted.slice(0, most))
        expect(reservoir.smallest(1)).toEqual(sorted.slice(0, 1))
        expect(reservoir.seen).toBe(keys.length)
      }),
    )
  })
})

describe('the key by which a record is drawn', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(drawKey(1, 0, 1)).toBe(drawKey(1, 0, 1))
    const keys = [drawKey(1, 0, 1), drawKey(2, 0, 1), drawKey(1, 1, 1), drawKey(1, 0, 2), drawKey(1, 0, 2 ** 33 + 1)]
    expect(new Set(keys).size).toBe(keys.length)
    for (const key of keys) expect(Number.isSafeInteger(key) && key >= 0).toBe(true)
  })

  it('draws from all parts of a file alike', () => {
    // Chi square with 9 degrees of freedom: above 27.9 in one of a thousand.
    for (const seed of [1, 2, 3, 4_294_967_295]) {
      const reservoir = createReservoir(1000)
      for (let record = 1; record <= 100_000; record++) reservoir.add(drawKey(seed, 0, record), record)
      const parts = new Array<number>(10).fill(0)
      for (const { record } of reservoir.smallest(1000)) parts[Math.floor((record - 1) / 10_000)]!++
      expect(parts.reduce((sum, n) => sum + (n - 100) ** 2 / 100, 0)).toBeLessThan(27.9)
    }
  })

  it('has no pattern among neighbours', () => {
    const reservoir = createReservoir(5000)
    for (let record = 1; record <= 50_000; record++) reservoir.add(drawKey(1, 0, record), record)
    const drawn = new Set(reservoir.smallest(5000).map((d) => d.record))
    // Of the one behind a drawn record one in ten is drawn, too; five standard deviations are 1 %.
    const pairs = [...drawn].filter((record) => drawn.has(record + 1)).length
    expect(Math.abs(pairs / 5000 - 0.1)).toBeLessThan(0.022)
  })
})
