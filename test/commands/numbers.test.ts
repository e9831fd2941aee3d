import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesText, counted, durationText, parseSize, thousands } from '../../src/commands/numbers.ts'

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

describe('a size as people write it', () => {
  it.each([
    ['1024', 1024],
    ['1MiB', 1024 ** 2],
    ['1 mib', 1024 ** 2],
    ['64KiB', 65_536],
    ['1.5 kb', 1500],
    ['2 GB', 2e9],
    ['1gib', 1024 ** 3],
    [' 10 b ', 10],
  ])('%j is understood', (text, size) => {
    expect(parseSize(text)).toBe(size)
  })

  it.each([[''], ['MiB'], ['-1'], ['1 M'], ['1e3'], ['1,5 kb'], ['one'], ['5 constructor'], ['1 valueof'], ['1.']])(
    '%j is not',
    (text) => {
      expect(parseSize(text)).toBeUndefined()
    },
  )

  it('is a whole number or nothing, whatever was written', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.tuple(fc.nat(), fc.constantFrom('', 'kb', 'toString', 'constructor', '__proto__')).map((t) => t.join(' ')),
        ),
        (text) => {
          const size = parseSize(text)
          if (size !== undefined) expect(Number.isInteger(size) && size >= 0).toBe(true)
        },
      ),
    )
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
