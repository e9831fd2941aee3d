import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesText, counted, durationText, thousands } from '../../src/commands/numbers.ts'

describe('a number', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [1234567, '1,234,567'],
    [1_000_000_000, '1,000,000,000'],
  ])('%i has its thousands apart', (n, text) => {
    expect(thousands(n)).toBe(text)
  })

  it('has the same digits as before', () => {
    fc.assert(fc.property(fc.maxSafeNat(), (n) => thousands(n).replaceAll(',', '') === String(n)))
  })

  it('of things is singular for one alone', () => {
    expect([0, 1, 2, 1000].map((n) => counted(n, 'record'))).toEqual([
      '0 records',
      '1 record',
      '2 records',
      '1,000 records',
    ])
  })
})

describe('bytes as people say them', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [9949, '9.9 kB'],
    [9960, '10 kB'],
    [12_345, '12 kB'],
    [999_499, '999 kB'],
    [999_500, '1.0 MB'],
    [3_400_000, '3.4 MB'],
    [2_500_000_000, '2.5 GB'],
    [7_000_000_000_000, '7.0 TB'],
    [5e15, '5000 TB'],
  ])('%i', (n, text) => {
    expect(bytesText(n)).toBe(text)
  })
})

describe('a duration', () => {
  it.each([
    [0, '0 s'],
    [0.4, '0 s'],
    [59.4, '59 s'],
    [59.6, '1 min 0 s'],
    [125, '2 min 5 s'],
    [3599.6, '1 h 0 min'],
    [3840, '1 h 4 min'],
    [90_000, '25 h 0 min'],
    [-5, '0 s'],
  ])('of %d seconds is said in two units at most', (seconds, text) => {
    expect(durationText(seconds)).toBe(text)
  })
})
