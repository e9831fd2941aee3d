import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareNumbers, isNumeric } from '../../src/policy/compare-numbers.ts'

test.each([
  ['0', true],
  ['-0', true],
  ['12.50', true],
  ['1e5', true],
  ['-1.5E-3', true],
  ['012', false],
  ['+1', false],
  ['.5', false],
  ['5.', false],
  ['1 ', false],
  ['', false],
  ['Infinity', false],
  ['0x10', false],
  ['9'.repeat(401), false],
])('%j is a number: %s', (text, expected) => {
  expect(isNumeric(text)).toBe(expected)
})

test.each([
  ['1', '1.0', 0],
  ['0', '-0', 0],
  ['0', '-0.000', 0],
  ['1e3', '1000', 0],
  ['1e400', '1e401', -1],
  ['-1e400', '1e-400', -1],
  ['9007199254740993', '9007199254740992', 1],
  ['0.30000000000000001', '0.3', 1],
  ['-9007199254740993', '-9007199254740992', -1],
  [`1e${'9'.repeat(300)}`, `2e${'9'.repeat(300)}`, -1],
])('%s and %s are compared exactly', (a, b, expected) => {
  expect(compareNumbers(a, b)).toBe(expected)
  expect(compareNumbers(b, a)).toBe(expected === 0 ? 0 : -expected)
})

test('decimals compare like integers of the same scale', () => {
  const decimal = fc.tuple(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), fc.integer({ min: 0, max: 5 }))
  const write = (n: bigint, scale: number) => {
    const digits = String(n < 0n ? -n : n).padStart(scale + 1, '0')
    const whole = digits.slice(0, digits.length - scale)
    return `${n < 0n ? '-' : ''}${whole}${scale > 0 ? `.${digits.slice(-scale)}` : ''}`
  }
  fc.assert(
    fc.property(decimal, decimal, ([a, s], [b, t]) => {
      const x = a * 10n ** BigInt(5 - s)
      const y = b * 10n ** BigInt(5 - t)
      expect(compareNumbers(write(a, s), write(b, t))).toBe(x < y ? -1 : x > y ? 1 : 0)
    }),
  )
})
