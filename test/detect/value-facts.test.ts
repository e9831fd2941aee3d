import { describe, expect, it } from 'vitest'
import { createValueCounter, emptyFacts, mergeFacts } from '../../src/detect/column-facts.ts'
import { recognisers } from '../../src/detect/registry.ts'
import { createValueReader } from '../../src/detect/value-facts.ts'
import { iins } from './columns.ts'

const VALUES = [
  ...iins(3),
  'Ахметов Айдар Болатович',
  '+7 700 000 00 01',
  'звонить на +7 700 000 00 01, спросить Ахметова А.Б.',
  '31/12/1990',
  '464d52002032300000000018' + '00'.repeat(12),
  Array.from({ length: 64 }, (_, i) => ((i % 7) - 3) / 10).join(','),
  '1234567890',
  'NULL',
]

describe('what one value shows', () => {
  it('is added to the facts of its column as often as it comes', () => {
    const often = Array.from({ length: 20 }, () => VALUES).flat()
    const count = createValueCounter()
    const together = emptyFacts(7)
    for (let n = 0; n < often.length; n += 10) count(together, often.slice(n, n + 10), 'column')
    const alone = often.map((value) => {
      const facts = emptyFacts(7)
      count(facts, [value], `column of ${value}`)
      return facts
    })
    expect(together).toEqual(alone.reduce(mergeFacts))
    expect(together.entities['iin']?.passed).toBe(60)
    expect(together.biometrics['finger']?.sure).toBe(20)
    expect(together.slashDates).toEqual({ dayFirst: 20, monthFirst: 0 })
    expect([together.count, together.blank]).toEqual([often.length, 20])
  })

  it('is the same of a value whose hashes were of another seed', () => {
    const count = createValueCounter()
    const [a, b, fresh] = [emptyFacts(1), emptyFacts(2), emptyFacts(2)]
    count(a, VALUES, 'column')
    count(b, VALUES, 'column')
    createValueCounter()(fresh, VALUES)
    expect(b).toEqual(fresh)
  })

  it('holds no part of the value', () => {
    const { formOf, read } = createValueReader(recognisers, [])
    for (const value of VALUES) {
      const shown = JSON.stringify(read(value, formOf(value)))
      for (const word of value.split(/[\s,]+/)) if (word.length > 5) expect(shown.includes(word)).toBe(false)
    }
  })
})
