import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Kind } from '../../../src/record/batch.ts'
import { ValueFault } from '../../../src/transforms/verb.ts'
import { verb as bucket } from '../../../src/transforms/verbs/bucket.ts'
import { verb as clip } from '../../../src/transforms/verbs/clip.ts'
import { verb as round } from '../../../src/transforms/verbs/round.ts'
import { applyTo, applyToNumbers } from '../apply.ts'

describe('what is no number', () => {
  const verbs: [string, (text: string) => unknown][] = [
    ['round', (text) => applyTo(round, { to: 1 }, [text])],
    ['clip', (text) => applyTo(clip, { max: 9 }, [text])],
    ['bucket', (text) => applyTo(bucket, { width: 10 }, [text])],
    ['bucket by its borders', (text) => applyTo(bucket, { edges: [0, 10] }, [text])],
  ]
  it.each(verbs)('is named to %s, and NaN and infinities are not called badly written', (_, run) => {
    for (const text of ['NaN', 'nan', 'Infinity', '-Infinity', 'inf', '-inf', ' NaN '])
      expect(() => run(text)).toThrow(expect.objectContaining({ reason: expect.stringContaining('NaN or infinity') }))
    for (const text of ['1,5', 'nano', 'x'])
      expect(() => run(text)).toThrow(
        expect.objectContaining({ reason: expect.stringContaining('a comma is not read') }),
      )
  })
})

describe('round', () => {
  it.each([
    [1000, '1499', '1000'],
    // halves away from zero
    [1000, '1500', '2000'],
    [1000, '-1500', '-2000'],
    [1, '0.5', '1'],
    [1, '-0.4', '0'],
    // steps that no double holds
    [0.1, '0.25', '0.3'],
    [0.1, '0.3', '0.3'],
    [0.01, '1.005', '1.01'],
    [0.05, '0.07', '0.05'],
    // as many decimals as the step has
    [0.5, '3', '3.0'],
    [5, '12.3', '10'],
    // every digit of a long amount
    [0.01, '12345678901234567890.125', '12345678901234567890.13'],
    [10, '9007199254740995', '9007199254741000'],
    [1, '1e3', '1000'],
  ])('to %d row %# of the table is written as it says', (to, text, expected) => {
    expect(applyTo(round, { to }, [text])).toEqual([expected])
  })

  it('leaves numbers numbers and strings strings', () => {
    expect([...applyToNumbers(round, { to: 10 }, ['14']).kind]).toEqual([Kind.number])
    expect(() => applyTo(round, { to: 1 }, ['x'])).toThrow(ValueFault)
  })

  it('changes nothing the second time, keeps the order, and moves a number by half a step at most', () => {
    const number = fc.integer({ min: -1e9, max: 1e9 }).map((n) => String(n / 1000))
    fc.assert(
      fc.property(number, number, fc.constantFrom(0.1, 0.5, 1, 7, 1000), (a, b, to) => {
        const once = applyTo(round, { to }, [a, b]) as string[]
        expect(applyTo(round, { to }, once)).toEqual(once)
        if (Number(a) <= Number(b)) expect(Number(once[0])).toBeLessThanOrEqual(Number(once[1]))
        expect(Math.abs(Number(once[0]) - Number(a))).toBeLessThanOrEqual(to / 2 + 1e-6)
      }),
    )
  })

  it('has a short form', () => {
    expect(round.parseShort(['1000'])).toEqual({ to: 1000 })
    expect(round.parseShort(['-1'])).toBeUndefined()
    expect(round.parseShort([])).toBeUndefined()
  })
})

describe('clip', () => {
  it.each([
    [{ max: 89 }, '89', '89'],
    [{ max: 89 }, '90', '89'],
    [{ max: 89, above: '90+' }, '89.5', '90+'],
    [{ min: 18, below: '<18' }, '17', '<18'],
    [{ min: 18, max: 65 }, '40', '40'],
    [{ min: 18, max: 65 }, '3', '18'],
    // what lies inside stays as it is written
    [{ min: 0, max: 1 }, '0.50', '0.50'],
    // a limit that a double would not tell from the value
    [{ max: 9007199254740991 }, '9007199254740991.5', '9007199254740991'],
    [{ max: 0.1 }, '0.10000000000000000001', '0.1'],
    [{ min: -5 }, '-5e0', '-5e0'],
  ])('row %# of the table is written as it says', (options, text, expected) => {
    expect(applyTo(clip, options, [text])).toEqual([expected])
  })

  it('keeps a JSON number a number unless a word stands for the limit', () => {
    const { text, kind } = applyToNumbers(clip, { min: 0, max: 89, above: '90+' }, ['-1', '50', '95'])
    expect(text).toEqual(['0', '50', '90+'])
    expect([...kind]).toEqual([Kind.number, Kind.number, Kind.string])
  })

  it('finds anything but a number to be a fault, whichever limit is set', () => {
    expect(() => applyTo(clip, { max: 1 }, ['0', 'x'])).toThrow(expect.objectContaining({ index: 1 }))
    expect(() => applyTo(clip, { min: 1 }, ['0', ''])).toThrow(expect.objectContaining({ index: 1 }))
  })

  it.each([
    [{}, 1],
    [{ min: 2, max: 1 }, 1],
    [{ min: 1, above: 'x' }, 1],
    [{ max: 1, below: 'x' }, 1],
    [{ min: 1, max: 2, above: 'x', below: 'y' }, 0],
  ])('options %# of the table have as many faults as it says', (options, faults) => {
    expect(clip.check(options)).toHaveLength(faults)
  })
})
