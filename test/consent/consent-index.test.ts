import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { createHash } from 'node:crypto'
import { PerdeError } from '../../src/errors.ts'
import { attachIndex, openIndex } from '../../src/consent/consent-index.ts'
import { keyCheckValue } from '../../src/consent/subject-ref.ts'
import { compile, compileRows, KEY_A, KEY_B, NOON, reasonsOf } from './register-fixture.ts'

const TEXT = `subject,purpose,status,until,at
a,dpv:ServiceOptimisation,given,2030-01-01,2026-01-01
b,dpv:ServiceOptimisation;dpv:Marketing,given,,2026-01-02
b,,withdrawn,,2026-02-01
c,dpv:Marketing,refused,,2026-01-03`

const HEADER_LENGTH = (bytes: SharedArrayBuffer) => new DataView(bytes).getUint32(12, true)

function copyOf(bytes: SharedArrayBuffer, length = bytes.byteLength): SharedArrayBuffer {
  const copy = new SharedArrayBuffer(length)
  new Uint8Array(copy).set(new Uint8Array(bytes, 0, Math.min(length, bytes.byteLength)))
  return copy
}

function codeOf(bytes: SharedArrayBuffer, expected: Parameters<typeof openIndex>[1] = {}): string {
  try {
    openIndex(bytes, expected)
  } catch (error) {
    if (error instanceof PerdeError) return error.code
    throw error
  }
  return 'opened'
}

/** Puts right the digests of bytes that a test has changed, as whoever forges an index would. */
function rehash(bytes: SharedArrayBuffer): SharedArrayBuffer {
  const sha256 = (part: Uint8Array) => createHash('sha256').update(part).digest()
  const header = new Uint8Array(bytes, 0, HEADER_LENGTH(bytes))
  header.set(sha256(new Uint8Array(bytes, HEADER_LENGTH(bytes))), 48)
  header.fill(0, 80, 112)
  header.set(sha256(header), 80)
  return bytes
}

describe('a compiled index', () => {
  const { index } = compile(TEXT)

  it('has one record of 32 bytes a row, sorted by key, behind a header that says so', () => {
    expect(index).toMatchObject({ count: 4, subjects: 3, timed: true, asOf: NOON })
    expect(index.bytes.byteLength - HEADER_LENGTH(index.bytes)).toBe(4 * 32)
    expect(index.keyCheck).toEqual(keyCheckValue(KEY_A, KEY_B))
    expect(index.scopes).toHaveLength(4)
  })

  it('holds no identifier in clear', () => {
    const { index } = compile('subject,status\nan identifier of somebody,given')
    expect(Buffer.from(index.bytes).includes('identifier')).toBe(false)
  })

  it('opens again, and decides the same', () => {
    const opened = openIndex(copyOf(index.bytes), { keyCheck: keyCheckValue(KEY_A, KEY_B), notBefore: NOON })
    expect(opened.digest).toBe(index.digest)
    expect(reasonsOf(opened, ['a', 'b', 'c', 'd'])).toEqual(['GIVEN', 'WITHDRAWN', 'PURPOSE_MISMATCH', 'NO_RECORD'])
  })

  it('can be attached in another thread by its two buffers', () => {
    const attached = attachIndex(index.bytes, index.table)
    expect(attached).toEqual(index)
  })

  it('is the same bytes from the same rows', () => {
    expect(compile(TEXT).index.digest).toBe(index.digest)
    expect(Buffer.compare(Buffer.from(compile(TEXT).index.bytes), Buffer.from(index.bytes))).toBe(0)
  })

  it('is another from other rows, another as-of or other columns', () => {
    const digests = [
      compile(TEXT.replace('refused', 'given')).index.digest,
      compile(TEXT.replace('2026-02-01', '2026-02-02')).index.digest,
      compile(TEXT, { asOf: NOON + 1 }).index.digest,
      compile(TEXT.replaceAll(/,[^,\n]*$/gmu, '')).index.digest,
      index.digest,
    ]
    expect(new Set(digests).size).toBe(digests.length)
  })

  it('does not depend on the order of the rows when they have times', () => {
    const [header, ...rows] = TEXT.split('\n').map((line) => line.split(','))
    fc.assert(
      fc.property(fc.shuffledSubarray(rows, { minLength: rows.length }), (shuffled) => {
        expect(compileRows(header!, shuffled).index.digest).toBe(index.digest)
      }),
    )
  })

  it('finds every subject of a register of thousands', () => {
    const subjects = Array.from({ length: 20_000 }, (_, i) => `s${i}`)
    const big = compileRows(
      ['subject', 'status'],
      subjects.map((subject, i) => [subject, i % 3 ? 'given' : 'withdrawn']),
    ).index
    expect(reasonsOf(big, subjects)).toEqual(subjects.map((_, i) => (i % 3 ? 'GIVEN' : 'WITHDRAWN')))
    expect(codeOf(big.bytes)).toBe('opened')
  })
})

describe('a damaged index', () => {
  const { index } = compile(TEXT)
  const { bytes } = index

  it('is refused with any bit of any byte of its header flipped', () => {
    for (let at = 0; at < HEADER_LENGTH(bytes); at++) {
      const altered = copyOf(bytes)
      new Uint8Array(altered)[at]! ^= 1 << (at % 8)
      expect(codeOf(altered)).toBe('REGISTER_INVALID')
    }
  })

  it('is refused with a byte of its records altered', () => {
    fc.assert(
      fc.property(fc.nat(bytes.byteLength - HEADER_LENGTH(bytes) - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const altered = copyOf(bytes)
        new Uint8Array(altered)[HEADER_LENGTH(bytes) + at]! ^= mask
        expect(codeOf(altered)).toBe('REGISTER_INVALID')
      }),
    )
  })

  it('is refused at any other length', () => {
    for (let length = 0; length < bytes.byteLength; length++)
      expect(codeOf(copyOf(bytes, length))).toBe('REGISTER_INVALID')
    expect(codeOf(copyOf(bytes, bytes.byteLength + 32))).toBe('REGISTER_INVALID')
  })

  it('is refused when its digests are right and its records are not in order', () => {
    const altered = copyOf(bytes)
    const records = new Uint8Array(altered, HEADER_LENGTH(bytes))
    const first = records.slice(0, 32)
    records.copyWithin(0, 96, 128)
    records.set(first, 96)
    expect(codeOf(rehash(altered))).toBe('REGISTER_INVALID')
  })

  it.each([
    ['a state that does not exist', 0, 11],
    ['a scope that does not exist', 1, 200],
  ])('is refused when its digests are right and a record has %s', (_, byte, value) => {
    const altered = copyOf(bytes)
    new Uint8Array(altered, HEADER_LENGTH(bytes))[16 + byte] = value
    expect(codeOf(rehash(altered))).toBe('REGISTER_INVALID')
  })

  it('is refused when its digests are right and the number of subjects is not', () => {
    const altered = copyOf(bytes)
    new DataView(altered).setUint32(20, 4, true)
    expect(codeOf(rehash(altered))).toBe('REGISTER_INVALID')
  })

  it('opens when it is only hashed again, so that the tests above test their own check', () => {
    expect(codeOf(rehash(copyOf(bytes)))).toBe('opened')
  })
})

describe('an index of something else', () => {
  const { bytes } = compile(TEXT).index

  it('is refused under another subject key', () => {
    expect(
      codeOf(bytes, {
        keyCheck: keyCheckValue(
          KEY_B,
          KEY_A.map((byte) => byte ^ 1),
        ),
      }),
    ).toBe('KEY_INVALID')
  })

  it('is refused when it is older than allowed', () => {
    expect(codeOf(bytes, { notBefore: NOON + 1 })).toBe('REGISTER_INVALID')
  })
})
