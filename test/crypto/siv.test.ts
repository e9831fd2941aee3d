import { randomBytes } from 'node:crypto'
import { aessiv } from '@noble/ciphers/aes.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPacker } from '../../src/crypto/pack.ts'
import { createSiv } from '../../src/crypto/siv.ts'
import { hex, vectors } from './vectors.ts'

function sealAll(key: Uint8Array, associated: Uint8Array[], plain: readonly Uint8Array[]): Uint8Array[] {
  const packer = createPacker()
  for (const text of plain) packer.bytes(text)
  const { bytes, offsets } = createSiv(key, associated).seal(packer.packed, packer.offsets, packer.count)
  return plain.map((_, i) => bytes.slice(offsets[i], offsets[i + 1]))
}

const toHex = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('hex')

describe('AES-SIV', () => {
  it.each(vectors.aes_siv_rfc5297)('gives the published value of RFC 5297 $name, and back', ({ key, ad, pt, out }) => {
    expect(sealAll(hex(key), ad.map(hex), [hex(pt)]).map(toHex)).toEqual([out])
    expect(toHex(createSiv(hex(key), ad.map(hex)).open(hex(out)))).toBe(pt)
  })

  it('agrees with every vector of Wycheproof: the valid ones both ways, the invalid ones do not open', () => {
    const seen = { valid: 0, invalid: 0 }
    for (const { tcId, key, aad, pt, ct, result } of vectors.wycheproof_aes_siv_cmac) {
      const opened = toHex(createSiv(hex(key), [hex(aad)]).open(hex(ct)))
      if (result === 'valid') {
        expect(sealAll(hex(key), [hex(aad)], [hex(pt)]).map(toHex), `${tcId}`).toEqual([ct])
        expect(opened, `${tcId}`).toBe(pt)
        seen.valid++
      } else {
        expect(opened, `${tcId}`).toBeUndefined()
        seen.invalid++
      }
    }
    expect(seen).toEqual({ valid: 52, invalid: 108 })
  })

  it('gives each value of a mixed batch what an independent implementation gives it alone', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 64, maxLength: 64 }),
        fc.array(fc.uint8Array({ maxLength: 70 }), { maxLength: 30 }),
        (key, plain) => {
          const ad = Buffer.from('associated')
          expect(sealAll(key, [ad], plain).map(toHex)).toEqual(plain.map((p) => toHex(aessiv(key, ad).encrypt(p))))
        },
      ),
      { numRuns: 40 },
    )
  })

  it('opens what it sealed, and nothing with one bit changed', () => {
    const key = new Uint8Array(randomBytes(64))
    const plain = Uint8Array.from({ length: 21 }, (_, i) => i)
    const [sealed] = sealAll(key, [], [plain])
    const siv = createSiv(key)
    expect(siv.open(sealed!)).toEqual(plain)
    for (let bit = 0; bit < 8 * sealed!.length; bit++) {
      const changed = sealed!.slice()
      changed[bit >> 3]! ^= 1 << (bit & 7)
      expect(siv.open(changed)).toBeUndefined()
    }
    expect(siv.open(sealed!.subarray(0, 15))).toBeUndefined()
    expect(createSiv(key, [new Uint8Array(1)]).open(sealed!)).toBeUndefined()
  })
})
