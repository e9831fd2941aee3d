import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decryptToken, verb } from '../../../src/transforms/verbs/encrypt.ts'
import { contextOf, OTHER_ROOT, textsOf } from '../keyed-column.ts'

const KEY = contextOf(verb, {}).keys[0]!

describe('encrypt', () => {
  it('can be undone exactly, spaces and case included', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (texts) => {
        expect(textsOf(verb, {}, texts).map((token) => decryptToken(token, KEY))).toEqual(texts)
      }),
    )
  })

  it('writes a prefix and the URL alphabet of base64, equal for equal texts', () => {
    const [a, b, c] = textsOf(verb, {}, ['x', 'x', 'y'])
    expect(a).toMatch(/^enc_[A-Za-z0-9_-]{23}$/)
    expect(a).toBe(b)
    expect(a).not.toBe(c)
    const [named] = textsOf(verb, { prefix: 'v1.' }, ['x'])
    expect(named).toMatch(/^v1\.[A-Za-z0-9_-]{23}$/)
    expect(decryptToken(named!, KEY, 'v1.')).toBe('x')
    expect(decryptToken(named!, KEY)).toBeUndefined()
  })

  it('cannot be undone with another root, domain or after a change of one character', () => {
    const [token] = textsOf(verb, {}, ['a value'])
    expect(decryptToken(token!, contextOf(verb, {}, { root: OTHER_ROOT }).keys[0]!)).toBeUndefined()
    expect(decryptToken(token!, contextOf(verb, { domain: 'person' }).keys[0]!)).toBeUndefined()
    for (let i = 4; i < token!.length; i++) {
      const other = token![i] === 'A' ? 'B' : 'A'
      expect(decryptToken(token!.slice(0, i) + other + token!.slice(i + 1), KEY)).toBeUndefined()
    }
    expect(decryptToken(`${token} `, KEY)).toBeUndefined()
    expect(decryptToken('enc_', KEY)).toBeUndefined()
  })
})
