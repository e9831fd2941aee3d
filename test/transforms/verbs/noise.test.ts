import { describe, expect, it } from 'vitest'
import { Kind, valuesOf } from '../../../src/record/batch.ts'
import type { Values } from '../../../src/record/batch.ts'
import { verb } from '../../../src/transforms/verbs/noise.ts'
import type { NoiseOptions } from '../../../src/transforms/verbs/noise.ts'
import { contextOf, numbers, rowsOf } from '../keyed-column.ts'

function run(options: NoiseOptions, values: Values, subjects?: (string | undefined)[], records?: string[]): string[] {
  return verb.bind(options, contextOf(verb, options))(values, rowsOf(values.text.length, subjects, records)).text
}

/** The noise on 20,000 zeros written with four decimals. */
function sample(options: NoiseOptions): number[] {
  return run(options, numbers(...new Array<string>(20_000).fill('0.0000'))).map(Number)
}

const mean = (all: number[]) => all.reduce((sum, n) => sum + n, 0) / all.length

describe('noise', () => {
  // mean absolute value and mean square of the three distributions at scale 2
  it.each<[NoiseOptions['kind'], number, number]>([
    ['laplace', 2, 8],
    ['gauss', 2 * Math.sqrt(2 / Math.PI), 4],
    ['uniform', 1, 4 / 3],
  ])('%s has the mean, spread and shape of its distribution', (kind, absolute, square) => {
    const drawn = sample({ scale: 2, ...(kind && { kind }) })
    expect(Math.abs(mean(drawn))).toBeLessThan(0.1)
    expect(Math.abs(mean(drawn.map(Math.abs)) / absolute - 1)).toBeLessThan(0.05)
    expect(Math.abs(mean(drawn.map((n) => n * n)) / square - 1)).toBeLessThan(0.1)
    expect(new Set(drawn).size).toBeGreaterThan(10_000)
  })

  it('uniform stays within its scale', () => {
    expect(Math.max(...sample({ scale: 2, kind: 'uniform' }).map(Math.abs))).toBeLessThanOrEqual(2)
  })

  it('keeps decimals and kind', () => {
    const [whole, price, small] = run({ scale: 3 }, numbers('100', '100.50', '-0.001'))
    expect([whole, price, small]).toEqual([
      expect.stringMatching(/^\d+$/),
      expect.stringMatching(/^\d+\.\d\d$/),
      expect.stringMatching(/^-?\d+\.\d{3}$/),
    ])
    const column = { text: ['1', '2'], kind: Uint8Array.of(Kind.number, Kind.string) }
    expect([...verb.bind({ scale: 1 }, contextOf(verb, { scale: 1 }))(column, rowsOf(2)).kind]).toEqual([
      Kind.number,
      Kind.string,
    ])
  })

  it('keeps the digits of numbers that are larger than exact floats', () => {
    const [text] = run({ scale: 10, kind: 'uniform' }, numbers('90071992547409930000001'))
    expect(text).toMatch(/^900719925474099(?:299999|300000)\d\d$/)
  })

  it('never writes a minus in front of zero', () => {
    const written = run({ scale: 0.04, kind: 'uniform' }, numbers(...new Array<string>(200).fill('0.0')))
    expect(new Set(written)).toEqual(new Set(['0.0']))
  })

  it('can be a share of the value', () => {
    const [small, large, zero] = run(
      { scale: 0.01, relative: true, kind: 'uniform', by: 'subject' },
      numbers('1.000000', '-1000.000000', '0'),
      ['a', 'a', 'b'],
    )
    const share = Number(small) - 1
    expect(Math.abs(share)).toBeLessThanOrEqual(0.01)
    expect(Number(large) + 1000).toBeCloseTo(1000 * share, 2)
    expect(zero).toBe('0')
  })

  it('hangs on the record’s bytes, the value or the subject', () => {
    const column = numbers('10.0000', '10.0000', '10')
    const [a, b] = run({ scale: 5 }, column, undefined, ['x', 'y', 'x'])
    expect(a).not.toBe(b)
    const [c, d] = run({ scale: 5 }, column, undefined, ['x', 'x', 'x'])
    expect([c, d]).toEqual([a, a])
    const [e, f, g] = run({ scale: 5, by: 'value' }, column)
    expect(e).toBe(f)
    expect(String(Math.round(Number(e)))).toBe(g)
    const [h, i] = run({ scale: 5, by: 'subject' }, column, ['s', 't', 's'])
    expect(h).not.toBe(i)
    expect([
      verb.needs({ scale: 1 }),
      verb.needs({ scale: 1, by: 'value' }),
      verb.needs({ scale: 1, by: 'subject' }),
    ]).toEqual(['record', undefined, 'subject'])
  })

  it('refuses what is no number, and a record without a subject', () => {
    expect(() => run({ scale: 1 }, valuesOf(['1', 'one']))).toThrow(
      expect.objectContaining({ index: 1, reason: expect.stringContaining('not read as a number') }),
    )
    expect(() => run({ scale: 1 }, valuesOf(['1,5']))).toThrow(expect.objectContaining({ index: 0 }))
    expect(() => run({ scale: 1, by: 'subject' }, valuesOf(['1']), [undefined])).toThrow(
      expect.objectContaining({ index: 0 }),
    )
  })
})
