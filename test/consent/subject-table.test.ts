import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildStarts, findSubjects } from '../../src/consent/subject-table.ts'

type Key = readonly [number, number, number, number]

/** Records of 32 bytes in the order of their keys, as an index has them. */
function recordsOf(keys: readonly Key[]): Uint32Array {
  const sorted = [...keys].sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3])
  return Uint32Array.from(sorted.flatMap((key) => [...key, 0, 0, 0, 0]))
}

/** The first record of each key, read through from the beginning. */
function firstOf(words: Uint32Array, key: Key): number {
  for (let record = 0; record < words.length / 8; record++)
    if (key.every((word, w) => words[record * 8 + w] === word)) return record
  return -1
}

function found(stored: readonly Key[], asked: readonly Key[]): { found: number[]; expected: number[] } {
  const words = recordsOf(stored)
  const starts = new Uint32Array(buildStarts(words, new Set(stored.map(String)).size))
  return {
    found: [...findSubjects(words, starts, Uint32Array.from(asked.flat()))],
    expected: asked.map((key) => firstOf(words, key)),
  }
}

describe('the table of subjects', () => {
  const crowded = fc.tuple(
    fc.constantFrom(0, 1, 0x7fffffff, 0x80000000, 0xffffffff),
    fc.constantFrom(0, 0xffffffff),
    fc.integer({ min: 0, max: 3 }),
    fc.constantFrom(0, 5),
  )
  const spread = fc.tuple(
    fc.integer({ min: 0, max: 0xffffffff }),
    fc.constant(1),
    fc.constant(2),
    fc.integer({ min: 0, max: 1 }),
  )

  it('gives the first record of every subject, and none of a stranger, however crowded the keys are', () => {
    const keys = fc.array(fc.oneof(crowded, spread), { maxLength: 120 })
    fc.assert(
      fc.property(keys, keys, (stored, strangers) => {
        const { found: got, expected } = found(stored, [...stored, ...strangers])
        expect(got).toEqual(expected)
      }),
      { numRuns: 500 },
    )
  })

  it('finds the neighbours of a placeholder that has thousands of records', () => {
    const [before, placeholder, after]: Key[] = [
      [7, 0, 0, 1],
      [7, 0, 0, 2],
      [7, 0, 0, 3],
    ]
    const stored = [before!, ...Array.from({ length: 5000 }, () => placeholder!), after!]
    const asked: Key[] = [before!, placeholder!, after!, [7, 0, 0, 0], [7, 0, 1, 0]]
    expect(found(stored, asked).found).toEqual([0, 1, 5001, -1, -1])
  })

  it('answers for more keys than are looked up together', () => {
    const stored = Array.from({ length: 3000 }, (_, n): Key => [Math.imul(n, 0x9e3779b1) >>> 0, n, 0, 0])
    const { found: got, expected } = found(stored, [...stored, ...stored.map((k): Key => [k[0], k[1] + 1, 0, 0])])
    expect(got).toEqual(expected)
  })
})
