import { cmac } from '@noble/ciphers/aes.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { base32 } from '../../../src/crypto/base32.ts'
import { Kind, valuesOf } from '../../../src/record/batch.ts'
import { verb } from '../../../src/transforms/verbs/pseudonym.ts'
import { bound, contextOf, numbers, rowsOf, textsOf } from '../keyed-column.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('pseudonym', () => {
  it('is the first ten bytes of the CMAC of the normalised value, in base32', () => {
    const [key] = contextOf(verb, {}).keys
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 40 })), (texts) => {
        const expected = texts.map((text) => base32(cmac(bytes(text.normalize('NFC').trim()), key!).slice(0, 10)))
        expect(textsOf(verb, {}, texts)).toEqual(expected)
      }),
    )
  })

  // From `openssl kdf` and `openssl mac`, root and places as in keyed-column.ts. Every pseudonym ever made changes with it.
  it('is fixed', () => {
    expect(textsOf(verb, { domain: 'person' }, ['900101300017'], { entity: 'iin' })).toEqual(['qlcm3277tctuhxna'])
  })

  it('is one for all spellings of one value and differs between values', () => {
    const [a, b, c] = textsOf(verb, {}, ['900101300017', '900101-300-017', '900101300025'], { entity: 'iin' })
    expect(a).toBe(b)
    expect(a).not.toBe(c)
    const [home, abroad] = textsOf(verb, {}, ['8 701 000 00 01', '+77010000001'], { entity: 'phone' })
    expect(home).toBe(abroad)
  })

  it('exists for texts that are no value of the entity, by their plain form', () => {
    const [a, b, c] = textsOf(verb, {}, ['unknown', ' unknown ', 'none'], { entity: 'iin' })
    expect(a).toBe(b)
    expect(a).not.toBe(c)
  })

  it.each([
    [{}, /^[a-z2-7]{16}$/],
    [{ length: 8 }, /^[a-z2-7]{8}$/],
    [{ length: 32 }, /^[a-z2-7]{32}$/],
    [{ format: 'hex' }, /^[0-9a-f]{32}$/],
    [{ format: 'hex', length: 13 }, /^[0-9a-f]{13}$/],
    [{ format: 'hex', length: 40 }, /^[0-9a-f]{40}$/],
    [{ format: 'uuid' }, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/],
    [{ format: 'digits' }, /^[1-9]\d{14}$/],
    [{ format: 'digits', length: 9 }, /^[1-9]\d{8}$/],
    [{ format: 'digits', length: 6 }, /^[1-9]\d{5}$/],
    [{ prefix: 'P-' }, /^P-[a-z2-7]{16}$/],
  ])('has the shape of its format (%j) and differs from value to value', (options, shape) => {
    const tokens = textsOf(
      verb,
      options,
      Array.from({ length: 200 }, (_, i) => `value ${i}`),
    )
    for (const token of tokens) expect(token).toMatch(shape)
    expect(new Set(tokens).size).toBe(tokens.length)
  })

  it('of more than ten bytes takes the rest from an evaluation under a second key', () => {
    const options = { format: 'hex', length: 40 }
    const [first, second] = contextOf(verb, options).keys.map((key) =>
      Buffer.from(cmac(bytes('a'), key)).toString('hex', 0, 10),
    )
    expect(textsOf(verb, options, ['a'])).toEqual([first! + second!])
    expect(contextOf(verb, {}).keys).toHaveLength(1)
    expect(contextOf(verb, { format: 'hex', length: 20 }).keys).toHaveLength(1)
  })

  it('of a number stays a number in digits without a prefix, and is a string otherwise', () => {
    const kindOf = (options: object) => bound(verb, options, numbers('5'))(numbers('5'), rowsOf(1)).kind[0]
    expect(kindOf({ format: 'digits' })).toBe(Kind.number)
    expect(kindOf({ format: 'digits', prefix: 'N' })).toBe(Kind.string)
    expect(kindOf({})).toBe(Kind.string)
    expect(bound(verb, { format: 'digits' }, valuesOf(['5']))(valuesOf(['5']), rowsOf(1)).kind[0]).toBe(Kind.string)
  })

  it('joins only within its domain', () => {
    const tokens = [{}, { domain: 'person' }, { domain: 'visit' }].map((options) => textsOf(verb, options, ['a'])[0])
    expect(new Set(tokens).size).toBe(3)
  })

  it('tells lengths that its format does not have', () => {
    expect(verb.check({ format: 'uuid', length: 20 })).toHaveLength(1)
    expect(verb.check({ format: 'digits', length: 16 })).toHaveLength(1)
    expect(verb.check({ length: 33 })).toHaveLength(1)
    expect(verb.check({ format: 'hex', length: 40 })).toEqual([])
  })

  it('is called unique only where repeats by chance are out of the question', () => {
    const unique = (options: Parameters<typeof verb.properties>[0]) => verb.properties(options).unique
    expect([unique({}), unique({ format: 'uuid' }), unique({ format: 'hex', length: 16 })]).toEqual([true, true, true])
    expect([unique({ length: 12 }), unique({ format: 'digits' })]).toEqual([false, false])
  })
})
