import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entriesByCount } from '../../src/commands/by-count.ts'

describe('a table of counts', () => {
  it('has its largest count first and equal ones by name', () => {
    expect(entriesByCount({ b: 2, a: 2, c: 10, d: 1 })).toEqual([
      ['c', 10],
      ['a', 2],
      ['b', 2],
      ['d', 1],
    ])
  })

  it('does not depend on the order in which it was filled', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(fc.string(), fc.nat(3)), { selector: ([k]) => k }), (list) => {
        expect(entriesByCount(Object.fromEntries([...list].reverse()))).toEqual(
          entriesByCount(Object.fromEntries(list)),
        )
      }),
    )
  })
})
