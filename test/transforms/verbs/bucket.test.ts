import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Kind } from '../../../src/record/batch.ts'
import { ValueFault } from '../../../src/transforms/verb.ts'
import { verb } from '../../../src/transforms/verbs/bucket.ts'
import { applyTo, applyToNumbers } from '../apply.ts'

describe('bucket', () => {
  it.each([
    // integers: both ends of the label are inside
    [{ width: 10 }, '30', '30-39'],
    [{ width: 10 }, '39', '30-39'],
    [{ width: 10 }, '40', '40-49'],
    [{ width: 10 }, '0', '0-9'],
    // what lies between two integers belongs to the lower bucket
    [{ width: 10 }, '39.99', '30-39'],
    [{ width: 10 }, '-0.5', '-10--1'],
    [{ width: 10 }, '-10', '-10--1'],
    [{ width: 1 }, '7', '7'],
    // decimals: the upper end is outside
    [{ width: 0.1 }, '0.3', '0.3-0.4'],
    [{ width: 0.1 }, '0.29999999999999999', '0.2-0.3'],
    [{ width: 2.5 }, '2.5', '2.5-5.0'],
    // other ways to write a number
    [{ width: 10 }, ' 35 ', '30-39'],
    [{ width: 10 }, '3.5e1', '30-39'],
    [{ width: 10 }, '+35', '30-39'],
    // more digits than a double has
    [{ width: 10 }, '90071992547409931', '90071992547409930-90071992547409939'],
    // edges: inside, below, above
    [{ edges: [0, 18, 65] }, '17', '0-17'],
    [{ edges: [0, 18, 65] }, '18', '18-64'],
    [{ edges: [0, 18, 65] }, '64.5', '18-64'],
    [{ edges: [0, 18, 65] }, '65', '65+'],
    [{ edges: [0, 18, 65] }, '-1', '<0'],
    [{ edges: [0.5, 1] }, '0.75', '0.5-1.0'],
    [{ edges: [0.5, 1] }, '1', '1.0+'],
    // numbers instead of labels
    [{ width: 10, as: 'lower' }, '37', '30'],
    [{ width: 10, as: 'middle' }, '37', '35'],
    [{ width: 5, as: 'middle' }, '37', '37.5'],
    [{ width: 0.1, as: 'lower' }, '0.35', '0.3'],
    [{ width: 0.1, as: 'middle' }, '0.3', '0.35'],
    [{ edges: [0, 18, 65], as: 'middle' }, '20', '41.5'],
  ])('row %# of the table is written as it says', (options, text, expected) => {
    expect(applyTo(verb, options, [text])).toEqual([expected])
  })

  it.each([
    ['a word', { width: 10 }, 'ten'],
    ['nothing', { width: 10 }, ''],
    ['a decimal comma', { width: 10 }, '1,5'],
    ['infinity', { edges: [0, 1] }, 'Infinity'],
    ['a number of absurd size', { width: 10 }, '1e999'],
    ['a number below the edges, where a number is asked for', { edges: [0, 1], as: 'lower' }, '-1'],
    ['a number above the edges, where a number is asked for', { edges: [0, 1], as: 'middle' }, '2'],
  ])('%s is a fault at its place', (_, options, text) => {
    const fault = { index: 1 }
    expect(() => applyTo(verb, options, ['0', text])).toThrow(ValueFault)
    expect(() => applyTo(verb, options, ['0', text])).toThrow(expect.objectContaining(fault))
  })

  it('turns JSON numbers into strings for labels only', () => {
    expect([...applyToNumbers(verb, { width: 10 }, ['37']).kind]).toEqual([Kind.string])
    const lower = applyToNumbers(verb, { width: 10, as: 'lower' }, ['37'])
    expect([lower.text, [...lower.kind]]).toEqual([['30'], [Kind.number]])
  })

  it('as lower or middle changes nothing the second time, and keeps the order', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }).map(String)
    const width = fc.constantFrom(0.1, 0.25, 1, 5, 10, 1000)
    fc.assert(
      fc.property(number, number, width, fc.constantFrom('lower', 'middle'), (a, b, w, as) => {
        const options = { width: w, as }
        const once = applyTo(verb, options, [a, b]) as string[]
        expect(applyTo(verb, options, once)).toEqual(once)
        if (Number(a) <= Number(b)) expect(Number(once[0])).toBeLessThanOrEqual(Number(once[1]))
      }),
    )
  })

  it('needs a width or rising edges, not both', () => {
    expect(verb.check({ width: 10 })).toEqual([])
    expect(verb.check({ edges: [1, 2] })).toEqual([])
    expect(verb.check({})).toHaveLength(1)
    expect(verb.check({ width: 1, edges: [1, 2] })).toHaveLength(1)
    expect(verb.check({ edges: [1, 1] })).toHaveLength(1)
  })

  it('has a short form', () => {
    expect(verb.parseShort(['10'])).toEqual({ width: 10 })
    expect(verb.parseShort(['0.5'])).toEqual({ width: 0.5 })
    expect(verb.parseShort(['0'])).toBeUndefined()
    expect(verb.parseShort(['ten'])).toBeUndefined()
  })
})
