import { describe, expect, it } from 'vitest'
import { hkdf, lengthPrefixed } from '../../src/crypto/hkdf.ts'
import { hex, vectors } from './vectors.ts'

const withoutSalt = [
  ...vectors.hkdf_rfc5869.map(({ name, L, ...rest }) => ({ name: `RFC 5869 ${name}`, size: L, ...rest })),
  ...vectors.wycheproof_hkdf_sha256.map(({ tcId, ...rest }) => ({ name: `Wycheproof ${tcId}`, ...rest })),
].filter(({ salt, okm }) => salt === '' && okm !== '')

describe('HKDF-SHA-256 without salt', () => {
  it('has published vectors to be held against', () => {
    expect(withoutSalt.length).toBeGreaterThan(5)
  })

  it.each(withoutSalt)('gives the published value of $name', ({ ikm, info, size, okm }) => {
    expect(Buffer.from(hkdf(hex(ikm), hex(info), size)).toString('hex')).toBe(okm)
  })
})

describe('length-prefixed parts', () => {
  it('keep lists apart that join to the same text', () => {
    const lists = [['a', 'bc'], ['ab', 'c'], ['abc'], ['abc', ''], ['', 'abc']]
    const written = lists.map((list) => Buffer.from(lengthPrefixed(list)).toString('hex'))
    expect(new Set(written).size).toBe(lists.length)
  })

  it('count bytes, not characters, and compose letters first', () => {
    expect(Buffer.from(lengthPrefixed(['é'])).toString('hex')).toBe('00000002c3a9')
    expect(lengthPrefixed(['e\u0301'])).toEqual(lengthPrefixed(['é']))
  })
})
