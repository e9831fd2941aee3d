import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareText, constant, formatDecimal, multipleOf, parseDecimal } from '../../src/transforms/decimal.ts'

describe('decimals', () => {
  it.each([
    ['12', '12'],
    ['-12.340', '-12.340'],
    ['+0.5', '0.5'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['1.5e2', '150'],
    ['15e-1', '1.5'],
    [' 7 ', '7'],
    ['-0', '0'],
    ['007', '7'],
  ])('%s is read as %s', (text, expected) => {
    expect(formatDecimal(parseDecimal(text)!)).toBe(expected)
  })

  it.each(['', ' ', '.', '-', 'e5', '1,5', '1 000', '0x10', 'NaN', 'Infinity', '1e99999', '1e500', '١٢'])(
    'text %# of the list is no number',
    (text) => {
      expect(parseDecimal(text)).toBeUndefined()
      expect(compareText(text, constant(0))).toBeUndefined()
      expect(multipleOf(text, constant(1), 'floor')).toBeUndefined()
    },
  )

  it('multiply back to the number next below', () => {
    const units = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n })
    fc.assert(
      fc.property(units, fc.nat(6), fc.constantFrom(1, 3, 10, 0.1, 0.25, 1e6), (u, scale, step) => {
        const value = formatDecimal({ units: u, scale })
        const s = constant(step)
        const n = multipleOf(value, s, 'floor')!
        const below = formatDecimal({ units: n * s.units, scale: s.scale })
        const above = formatDecimal({ units: (n + 1n) * s.units, scale: s.scale })
        expect(order(below, value)).toBeLessThanOrEqual(0)
        expect(order(above, value)).toBeGreaterThan(0)
      }),
    )
  })

  it('compare as their values do, on the short way and on the long one', () => {
    const short = fc.integer({ min: -1e7, max: 1e7 }).map((n) => n / 100)
    fc.assert(
      fc.property(short, short, (a, b) => {
        expect(Math.sign(compareText(String(a), constant(b))!)).toBe(Math.sign(a - b))
        expect(Math.sign(compareText(`${a.toFixed(2)}00000000000000`, constant(b))!)).toBe(Math.sign(a - b))
      }),
    )
  })
})

/** Compares by putting both on one scale; written apart from the code under test. */
function order(a: string, b: string): number {
  const scaled = [a, b].map((text) => {
    const [whole, fraction = ''] = text.split('.')
    return BigInt(whole! + fraction.padEnd(20, '0'))
  })
  return scaled[0]! < scaled[1]! ? -1 : scaled[0]! > scaled[1]! ? 1 : 0
}
