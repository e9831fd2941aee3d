import { randomBytes } from 'node:crypto'
import { FF1 as oracle } from '@noble/ciphers/ff1.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFf1, ff1Length } from '../../src/crypto/ff1.ts'
import { hex, vectors } from './vectors.ts'

const KEY = hex('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f')

function run(
  direction: 'encrypt' | 'decrypt',
  key: Uint8Array,
  radix: number,
  tweak: Uint8Array,
  row: number[],
): number[] {
  const symbols = Uint8Array.from(row)
  createFf1(key, radix, tweak)[direction](symbols, row.length, 1)
  return [...symbols]
}

describe('FF1', () => {
  it.each(vectors.ff1_nist)(
    'gives the published value of NIST sample $sample, and back',
    ({ key, radix, tweak, ptDigits, ctDigits }) => {
      expect(run('encrypt', hex(key), radix, hex(tweak), ptDigits)).toEqual(ctDigits)
      expect(run('decrypt', hex(key), radix, hex(tweak), ctDigits)).toEqual(ptDigits)
    },
  )

  it('agrees with every vector of Wycheproof: the valid ones both ways, the invalid ones are refused', () => {
    const seen = { valid: 0, invalid: 0 }
    for (const { file, tcId, key, radix, tweak, pt, ct, result } of vectors.wycheproof_ff1) {
      const where = `${file} ${tcId}`
      if (result === 'valid') {
        expect(run('encrypt', hex(key), radix, hex(tweak), pt), where).toEqual(ct)
        expect(run('decrypt', hex(key), radix, hex(tweak), ct), where).toEqual(pt)
        seen.valid++
      } else {
        expect(() => run('encrypt', hex(key), radix, hex(tweak), pt), where).toThrow(RangeError)
        seen.invalid++
      }
    }
    expect(seen).toEqual({ valid: 260, invalid: 30 })
  })

  it('agrees with an independent implementation on any alphabet, length and tweak, below and above exact numbers', () => {
    const row = fc.integer({ min: 2, max: 256 }).chain((radix) =>
      fc.record({
        radix: fc.constant(radix),
        row: fc.array(fc.integer({ min: 0, max: radix - 1 }), {
          minLength: ff1Length(radix),
          maxLength: ff1Length(radix) + 40,
        }),
      }),
    )
    fc.assert(
      fc.property(
        row,
        fc.uint8Array({ maxLength: 40 }),
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        (value, tweak, key) => {
          const encrypted = run('encrypt', key, value.radix, tweak, value.row)
          expect(encrypted).toEqual(oracle(value.radix, key, tweak).encrypt(value.row))
          expect(run('decrypt', key, value.radix, tweak, encrypted)).toEqual(value.row)
        },
      ),
      { numRuns: 150 },
    )
  })

  it('agrees with it where ceil(v * log2(radix)) is one off in floating point: radix 256, halves of 29', () => {
    const row = [...randomBytes(58)]
    expect(run('encrypt', KEY, 256, hex('01'), row)).toEqual(oracle(256, KEY, hex('01')).encrypt(row))
  })

  it('gives a row the same in any batch', () => {
    const rows = Array.from({ length: 100 }, (_, i) => [...String(123456789 * (i + 1)).padStart(12, '0')].map(Number))
    const batch = Uint8Array.from(rows.flat())
    createFf1(KEY, 10, hex('')).encrypt(batch, 12, 100)
    expect([...batch]).toEqual(rows.flatMap((row) => run('encrypt', KEY, 10, hex(''), row)))
  })

  // The shortest length with a million texts
  it.each([
    [2, 20],
    [10, 6],
    [16, 5],
    [36, 4],
    [256, 3],
  ])('asks an alphabet of %i for %i symbols', (radix, length) => {
    expect(ff1Length(radix)).toBe(length)
    expect(run('encrypt', KEY, radix, hex(''), new Array<number>(length).fill(0))).toHaveLength(length)
    expect(() => run('encrypt', KEY, radix, hex(''), new Array<number>(length - 1).fill(0))).toThrow(RangeError)
  })

  it('refuses symbols outside the alphabet', () => {
    expect(() => run('encrypt', KEY, 10, hex(''), [1, 2, 3, 4, 5, 10])).toThrow(RangeError)
  })
})
