import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createValueCounter, emptyFacts, mergeFacts } from '../../src/detect/column-facts.ts'
import type { ColumnFacts } from '../../src/detect/column-facts.ts'
import { verdict } from '../../src/detect/column-verdict.ts'
import { surpriseIn } from '../../src/detect/surprise.ts'
import { iins, vectors } from './columns.ts'

const count = createValueCounter()
const factsOf = (values: readonly string[], seed = 7): ColumnFacts => {
  const facts = emptyFacts(seed)
  count(facts, values)
  return facts
}

const VALUES = [
  ...iins(6),
  '',
  'NULL',
  'Ахметов А.Б.',
  '+7 700 000 00 01',
  'someone@example.com',
  'да',
  '12.5',
  '2024-05-01',
  'текст о том, что ИИН 010203300174 верен',
  '464d52002032300000000018' + '00'.repeat(12),
  ...vectors(2, 128, 1.45),
  '😀',
  '9007199254740993',
]
const columns = fc.array(fc.constantFrom(...VALUES), { maxLength: 12 })

/** Plain data in a fixed order of keys, to compare two facts. */
const plain = (facts: ColumnFacts): unknown =>
  JSON.parse(
    JSON.stringify(facts, (_, v: unknown) =>
      v && typeof v === 'object' && !Array.isArray(v) ? Object.fromEntries(Object.entries(v).sort()) : v,
    ),
  )

describe('the facts of a column', () => {
  it('are the same whichever way its parts are merged', () => {
    fc.assert(
      fc.property(columns, columns, columns, (a, b, c) => {
        const [x, y, z] = [factsOf(a), factsOf(b), factsOf(c)]
        expect(plain(mergeFacts(x, y))).toEqual(plain(mergeFacts(y, x)))
        expect(plain(mergeFacts(mergeFacts(x, y), z))).toEqual(plain(mergeFacts(x, mergeFacts(y, z))))
        expect(plain(mergeFacts(mergeFacts(x, y), z))).toEqual(plain(factsOf([...c, ...a, ...b])))
      }),
      { numRuns: 60 },
    )
  })

  it('are those of the numbers where a table with a gap writes .0 behind each', () => {
    expect(plain(factsOf(iins(20).map((iin) => `${iin}.0`)))).toEqual(plain(factsOf(iins(20))))
    expect(plain(factsOf(['72.0', '9.50']))).not.toEqual(plain(factsOf(['72', '9.5'])))
  })

  it('find nobody in amounts below zero, and in what stands for no number', () => {
    // It passes the check of a civil number of ten digits.
    const amounts = Array.from({ length: 400 }, (_, i) => (i % 20 === 0 ? '-2147483648' : `-${i * 1_048_583}`))
    const facts = factsOf(amounts)
    expect(facts.entities).toEqual({})
    expect(surpriseIn('balance', facts, [], 0.5)).toBeUndefined()
    expect(verdict('balance', facts).role).toBe('insensitive')
    expect(factsOf(iins(6)).entities['iin']).toMatchObject({ passed: 6 })
  })

  it('of nothing change nothing', () => {
    const facts = factsOf(VALUES)
    expect(plain(mergeFacts(facts, emptyFacts(7)))).toEqual(plain(facts))
  })

  it('survive JSON, and merging leaves its inputs as they were', () => {
    const [a, b] = [factsOf(VALUES), factsOf(VALUES.slice(3))]
    const before = JSON.stringify([a, b])
    expect(mergeFacts(JSON.parse(JSON.stringify(a)) as ColumnFacts, b)).toEqual(mergeFacts(a, b))
    expect(JSON.stringify([a, b])).toBe(before)
  })

  it('are whole numbers, so no sum depends on its order', () => {
    const numbersIn = (v: unknown): number[] =>
      typeof v === 'number' ? [v] : v && typeof v === 'object' ? Object.values(v).flatMap(numbersIn) : []
    expect(numbersIn(factsOf(VALUES)).every(Number.isSafeInteger)).toBe(true)
  })

  it('hold no value, and no word of one', () => {
    const text = JSON.stringify(factsOf(VALUES))
    const words = VALUES.flatMap((v) => v.split(/[\s,]+/)).filter((w) => w.length > 5)
    expect(words.filter((w) => text.includes(w)).length).toBe(0)
  })

  it('have other hashes under another seed, and do not merge with those', () => {
    const [a, b] = [factsOf(VALUES, 1), factsOf(VALUES, 2)]
    expect(a.distinct).not.toEqual(b.distinct)
    expect(() => mergeFacts(a, b)).toThrow('different seeds')
  })
})
