import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isUlid, ulid, ulidTime, ulidUuid } from '../../src/evidence/ulid.ts'

describe('ulid', () => {
  it.each([
    // the specification's own example time
    [1469918176385, new Uint8Array(10), '01ARYZ6S410000000000000000'],
    // the largest that fits: 48 bits of time, 80 of chance
    [2 ** 48 - 1, new Uint8Array(10).fill(255), '7ZZZZZZZZZZZZZZZZZZZZZZZZZ'],
    [0, new Uint8Array(10), '00000000000000000000000000'],
    // the last bit of chance is the last character
    [0, Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 1), '00000000000000000000000001'],
  ])('case %# gives the known text', (time, random, expected) => {
    expect(ulid(time, random)).toBe(expected)
  })

  it('is read back to its time and sorts as its time does', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 47 }), fc.nat({ max: 1e9 }), (time, more) => {
        const [a, b] = [ulid(time), ulid(time + more + 1)]
        expect(isUlid(a)).toBe(true)
        expect(ulidTime(a)).toBe(time)
        expect(a < b).toBe(true)
      }),
    )
  })

  it('is a UUID of version 7: 48 bits of time, then chance', () => {
    expect(ulidUuid(ulid(1469918176385, Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 2)))).toBe(
      '01563df3-6481-7000-8000-000000000102',
    )
    expect(() => ulidUuid('01ARYZ6S41')).toThrow(RangeError)
  })

  it('differs from call to call', () => {
    expect(new Set(Array.from({ length: 1000 }, () => ulid(0))).size).toBe(1000)
  })

  it.each([-1, 2 ** 48, 1.5, NaN])('case %# of a time out of range is refused', (time) => {
    expect(() => ulid(time)).toThrow(RangeError)
  })

  it.each([
    '01ARYZ6S41000000000000000', // 25 characters
    '01ARYZ6S4100000000000000000', // 27
    '81ARYZ6S410000000000000000', // over 128 bits
    '01ARYZ6S41000000000000000I', // not of the alphabet
    '01aryz6s410000000000000000', // lower case
  ])('case %# is no ULID', (text) => {
    expect(isUlid(text)).toBe(false)
    expect(() => ulidTime(text)).toThrow(RangeError)
  })
})
