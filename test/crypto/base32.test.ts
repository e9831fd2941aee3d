import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { base32, base32Rows } from '../../src/crypto/base32.ts'

describe('base32', () => {
  // RFC 4648, section 10, in lower case and without the padding
  it.each([
    ['', ''],
    ['f', 'my'],
    ['fo', 'mzxq'],
    ['foo', 'mzxw6'],
    ['foob', 'mzxw6yq'],
    ['fooba', 'mzxw6ytb'],
    ['foobar', 'mzxw6ytboi'],
  ])('writes the published example %#', (bytes, text) => {
    expect(base32(Buffer.from(bytes))).toBe(text)
  })

  it('writes rows as it writes each of them alone', () => {
    const bytes = new Uint8Array(randomBytes(10 * 300))
    const alone = Array.from({ length: 300 }, (_, i) => base32(bytes.subarray(10 * i, 10 * i + 10)))
    expect(base32Rows(bytes, 10, 300)).toEqual(alone)
  })
})
