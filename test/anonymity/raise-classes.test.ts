import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { averageRisk, uniqueness } from '../../src/anonymity/privacy-models/risk-threshold.ts'
import { raiseClasses } from '../../src/anonymity/raise-classes.ts'
import { holdsTogether, suppressSmallest } from '../../src/anonymity/suppress-smallest.ts'

const sizes = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 30 })
const tables = fc.constantFrom(
  [averageRisk(0.05)],
  [averageRisk(0.3)],
  [uniqueness(0.1)],
  [averageRisk(0.5), uniqueness(0)],
)

describe('classes under bounds on a whole table', () => {
  it('are made for the k that was asked where they hold already', () => {
    const made: number[] = []
    const recode = (k: number) => (made.push(k), k)
    expect(raiseClasses([averageRisk(0.1)], 5, recode, () => [5, 15])).toBe(5)
    expect(raiseClasses([], 5, recode, () => [1])).toBe(5)
    expect(made).toEqual([5, 5])
  })

  it('are made for the least k at which they hold, where they hold at every greater one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 100 }), (k, percent) => {
        const threshold = percent / 100
        const found = raiseClasses(
          [averageRisk(threshold)],
          k,
          (own) => own,
          (own) => [own, own],
        )
        expect(found).toBe(Math.max(k, Math.ceil(1 / threshold - 1e-9)))
      }),
    )
  })

  it('hold at the size that every table holds at', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), (parts) => {
        const { classSize, holds } = averageRisk(parts / 10_000)
        expect(holds({ classes: 3, rows: 3 * classSize, unique: 0 })).toBe(true)
        if (classSize > 1) expect(holds({ classes: 3, rows: 3 * (classSize - 1), unique: 0 })).toBe(false)
      }),
    )
  })

  it('lose the smallest ones, and no more than it takes', () => {
    fc.assert(
      fc.property(sizes, tables, (rows, bounds) => {
        const published = new Uint8Array(rows.length).fill(1)
        suppressSmallest(rows, bounds, published)
        const left = rows.filter((_, g) => published[g] === 1)
        const gone = rows.filter((_, g) => published[g] === 0)
        expect(holdsTogether(left, bounds)).toBe(true)
        expect(Math.max(0, ...gone)).toBeLessThanOrEqual(Math.min(Infinity, ...left))
        if (gone.length > 0) expect(holdsTogether([...left, Math.max(...gone)], bounds)).toBe(false)
      }),
    )
  })
})
