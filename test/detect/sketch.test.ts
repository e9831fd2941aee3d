import { describe, expect, it } from 'vitest'
import { atLeast } from '../../src/detect/binomial.ts'
import { addAllToSketch, addToSketch, distinctIn, hash53, mergeSketches, SKETCH_SIZE } from '../../src/detect/sketch.ts'
import type { Sketch } from '../../src/detect/sketch.ts'

const sketch = (from: number, to: number): Sketch => {
  const s: Sketch = []
  for (let i = from; i < to; i++) addToSketch(s, hash53(`value ${i}`, 3))
  return s
}

describe('a sketch of distinct values', () => {
  it('is exact while it is not full, however often a value comes', () => {
    const s = sketch(0, 500)
    for (const h of [...s]) addToSketch(s, h)
    expect(distinctIn(s)).toBe(500)
  })

  it('is within a tenth of the truth when it is full', () => {
    const n = distinctIn(sketch(0, 50_000))
    expect(Math.abs(n - 50_000)).toBeLessThan(5000)
  })

  it('of a union is the union of the sketches', () => {
    expect(mergeSketches(sketch(0, 3000), sketch(2000, 5000))).toEqual(sketch(0, 5000))
  })

  it.each([0, 3, 900, 5000])('takes in many hashes as it takes in each of them, row %#', (known) => {
    const one = sketch(0, known)
    const all = [...one]
    const hashes = Array.from({ length: 2000 }, (_, i) => hash53(`value ${(i * 7) % 1500}`, 3))
    for (const hash of hashes) addToSketch(one, hash)
    addAllToSketch(all, Float64Array.from(hashes))
    expect(all).toEqual(one)
  })

  it('stays of bounded size and sorted', () => {
    const s = sketch(0, 5000)
    expect(s.length).toBe(SKETCH_SIZE)
    expect([...s].sort((a, b) => a - b)).toEqual(s)
  })
})

describe('the binomial test', () => {
  it.each([
    [0, 10, 0.1, 1], // nothing passed: no surprise
    [10, 10, 0.1, 1e-10], // all passed a check of one in ten
    [1, 10, 0.1, 0.6513215599], // 1 - 0.9^10
    [5, 50, 0.1, 0.5688], // exactly what chance gives
    [2, 1000, 0.0021, 0.6203], // two IINs among a thousand random numbers: 1 - 0.9979^1000 - 2.1·0.9979^999
  ])('of %d passes in %d tries at chance %d is exact', (passed, tried, chance, p) => {
    expect(Math.abs(atLeast(passed, tried, chance) - p)).toBeLessThan(0.002 * p + 1e-12)
  })

  it('stays a probability for many tries', () => {
    expect(atLeast(10_000, 10_000, 0.1)).toBe(0)
    expect(atLeast(1000, 10_000, 0.1)).toBeGreaterThan(0.4)
    expect(atLeast(1000, 10_000, 0.1)).toBeLessThan(0.6)
  })
})
