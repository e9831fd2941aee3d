import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyId, tableId } from '../../../src/engine/wire/setup.ts'

describe('the id of a key', () => {
  it('is another for every other place, whatever the names of the sources', () => {
    const place = fc.tuple(
      fc.string(),
      fc.nat(12),
      fc.constantFrom('do' as const, 'else' as const),
      fc.nat(12),
      fc.nat(2),
    )
    fc.assert(
      fc.property(place, place, (a, b) => {
        expect(keyId(...a) === keyId(...b)).toBe(JSON.stringify(a) === JSON.stringify(b))
      }),
    )
  })
})

describe('the id of a table', () => {
  const key = (byte: number) => new Uint8Array(32).fill(byte)
  it('is the same for the same keys in the same order, and tells nothing of them', () => {
    expect(tableId([key(1), key(2)])).toBe(tableId([key(1), key(2)]))
    expect(tableId([key(1), key(2)])).not.toBe(tableId([key(2), key(1)]))
    expect(tableId([key(1)])).toMatch(/^[0-9a-f]{64}$/)
    expect(tableId([key(1)])).not.toContain('0101')
  })
})
