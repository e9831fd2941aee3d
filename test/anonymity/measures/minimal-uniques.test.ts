import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { minimalUniques } from '../../../src/anonymity/measures/minimal-uniques.ts'
import { countsOf } from '../tables.ts'

/** The definition, record by record: alone in a set of columns and in none of its parts. */
function byDefinition(rows: readonly string[][], width: number, largest: number) {
  const subsets = Array.from({ length: 2 ** width }, (_, bits) =>
    Array.from({ length: width }, (_, c) => c).filter((c) => (bits >> c) & 1),
  ).filter((own) => own.length > 0)
  const alone = (row: string[], own: number[]) =>
    rows.filter((other) => own.every((c) => other[c] === row[c])).length === 1
  const bySize = new Array<number>(largest).fill(0)
  const scores = rows.map((row) => {
    let score = 0
    for (const own of subsets) {
      if (own.length > largest || !alone(row, own)) continue
      const parts = own.map((c) => own.filter((other) => other !== c)).filter((part) => part.length > 0)
      if (parts.some((part) => alone(row, part))) continue
      bySize[own.length - 1]!++
      let value = 1
      for (let i = own.length; i <= largest; i++) if (width > i) value *= width - i
      score += value
    }
    return score
  })
  return { bySize, scores }
}

describe('minimal sample uniques', () => {
  it('by hand: one column suffices for the first record, two are needed for the others', () => {
    const rows = [
      ['a', 'x', '1'],
      ['b', 'x', '2'],
      ['b', 'y', '2'],
      ['b', 'y', '3'],
      ['b', 'x', '3'],
    ]
    const found = minimalUniques(countsOf(rows, [0, 1, 2]).counts, 2)
    // a; 1; x+2, y+2, y+3, x+3
    expect(found.bySize).toEqual([2, 4])
    // 2 · (3−1)(3−2) of the first; 3−2 of each other
    expect(found).toMatchObject({ records: 5, highest: 4, score: 8 })
    // a: 2, 1: 2, each pair one to both of its columns
    expect(found.columns).toEqual([2 / 8, 4 / 8, 6 / 8])
  })

  const value = fc.constantFrom('a', 'b', 'c')
  it('are those of the definition', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(value, value, value, value), { minLength: 1, maxLength: 15 }),
        fc.integer({ min: 1, max: 4 }),
        (rows, largest) => {
          const expected = byDefinition(rows, 4, largest)
          const found = minimalUniques(countsOf(rows, [0, 1, 2, 3]).counts, largest)
          expect(found.bySize).toEqual(expected.bySize)
          expect(found.highest).toBe(Math.max(...expected.scores))
          expect(found.records).toBe(expected.scores.filter((score) => score > 0).length)
          expect(found.score).toBe(expected.scores.reduce((a, b) => a + b, 0))
        },
      ),
    )
  })

  it('are none in a table of one class, and stop where there would be too many combinations', () => {
    expect(minimalUniques(countsOf([['a'], ['a']], [0]).counts)).toMatchObject({ bySize: [0], records: 0, highest: 0 })
    const wide = Array.from({ length: 3 }, (_, row) => Array.from({ length: 120 }, (_, c) => String((row * c) % 2)))
    expect(minimalUniques(countsOf(wide, [...wide[0]!.keys()]).counts).largest).toBe(1)
  })
})
