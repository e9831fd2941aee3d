import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Kind } from '../../../src/record/batch.ts'
import { ValueFault } from '../../../src/transforms/verb.ts'
import { verb } from '../../../src/transforms/verbs/geo.ts'
import { applyTo, applyToNumbers } from '../apply.ts'

describe('geo', () => {
  it.each([
    [{ decimals: 1 }, '43.238949', '43.2'],
    [{ decimals: 2 }, '-76.945', '-76.95'],
    [{ decimals: 0 }, '43.5', '44'],
    [{ decimals: 3 }, '43.2', '43.200'],
    [{ decimals: 1 }, '-0.01', '0.0'],
    [{ decimals: 1 }, '180', '180.0'],
  ])('row %# of the table of single coordinates is written as it says', (options, text, expected) => {
    expect(applyTo(verb, options, [text])).toEqual([expected])
  })

  it.each([
    // the published example of geohash: ezs42 is 42.605, -5.603
    [5, '42.6, -5.6', '42.605,-5.603'],
    // u4pruydqq, the point in Jutland that articles use
    [9, '57.64911 10.40744', '57.649105,10.407422'],
    [1, '43.2;76.9', '23,68'],
    // the far corners stay in the last cell
    [2, '90,180', '87.2,174.4'],
    [2, '-90,-180', '-87.2,-174.4'],
  ])('a pair moves to the middle of its cell of %i characters', (geohash, text, expected) => {
    expect(applyTo(verb, { geohash }, [text])).toEqual([expected])
  })

  it('moves the middle of a cell nowhere', () => {
    const degrees = (most: number) => fc.double({ min: -most, max: most, noNaN: true }).map((d) => d.toFixed(6))
    fc.assert(
      fc.property(degrees(90), degrees(180), fc.integer({ min: 1, max: 7 }), (latitude, longitude, geohash) => {
        const once = applyTo(verb, { geohash }, [`${latitude},${longitude}`]) as string[]
        expect(applyTo(verb, { geohash }, once)).toEqual(once)
      }),
    )
  })

  it.each([
    [{ decimals: 1 }, 'north'],
    [{ decimals: 1 }, '180.1'],
    [{ decimals: 1 }, '-1e9'],
    [{ geohash: 5 }, '43.2'],
    [{ geohash: 5 }, '91,0'],
    [{ geohash: 5 }, '0,181'],
  ])('row %# of the table is a fault', (options, text) => {
    expect(() => applyTo(verb, options, [text])).toThrow(ValueFault)
  })

  it('leaves a JSON number a number', () => {
    const { text, kind } = applyToNumbers(verb, { decimals: 1 }, ['43.238949'])
    expect([text, [...kind]]).toEqual([['43.2'], [Kind.number]])
  })

  it('has a short form for decimals and one for geohashes', () => {
    expect(verb.parseShort(['1'])).toEqual({ decimals: 1 })
    expect(verb.parseShort(['geohash', '5'])).toEqual({ geohash: 5 })
    expect(verb.parseShort(['7'])).toBeUndefined()
    expect(verb.parseShort(['h3', '7'])).toBeUndefined()
  })
})
