import { createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lengthPrefixed } from '../../src/crypto/hkdf.ts'
import { CHUNK, openStream, sealStream, StreamFault } from '../../src/crypto/stream.ts'

const KEY = new Uint8Array(32).fill(7)
const WHAT = ['data', 'a release', 'data/people.csv']
const SALT = new Uint8Array(16).fill(9)
const HEADER = 48
const TAG = 16

function sealed(text: Uint8Array, pieces: readonly number[] = [], key = KEY, what = WHAT): Buffer {
  const sealer = sealStream(key, what, SALT)
  return Buffer.concat([sealer.header, ...inPieces(text, pieces).flatMap((piece) => sealer.push(piece)), sealer.end()])
}

function opened(file: Uint8Array, pieces: readonly number[] = [], key = KEY, what = WHAT): Buffer {
  const opener = openStream(key, what)
  return Buffer.concat([...inPieces(file, pieces).flatMap((piece) => opener.push(piece)), opener.end()])
}

function inPieces(bytes: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = []
  let at = 0
  for (const length of lengths) pieces.push(bytes.subarray(at, (at += length)))
  return [...pieces, bytes.subarray(at)]
}

/** The chunks of a file, tags included. */
function chunksOf(file: Buffer): Buffer[] {
  const chunks: Buffer[] = []
  for (let at = HEADER; at < file.length; at += CHUNK + TAG) chunks.push(file.subarray(at, at + CHUNK + TAG))
  return chunks
}

const put = (file: Buffer, chunks: readonly Buffer[]) => Buffer.concat([file.subarray(0, HEADER), ...chunks])

describe('a sealed stream', () => {
  it.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 5])(
    'of %i bytes opens to what was sealed',
    (size) => {
      const text = randomBytes(size)
      expect(opened(sealed(text)).equals(text)).toBe(true)
      // Every chunk is whole but the last, which is empty only where all is.
      expect(sealed(text).length).toBe(HEADER + size + TAG * Math.max(1, Math.ceil(size / CHUNK)))
    },
  )

  it('does not depend on the pieces in which it is written or read', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 2 * CHUNK }), { maxLength: 6 })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3 * CHUNK }), sizes, sizes, (size, written, read) => {
        const text = Buffer.alloc(size, 'text ')
        expect(sealed(text, written).equals(sealed(text))).toBe(true)
        expect(opened(sealed(text), read).equals(text)).toBe(true)
      }),
      { numRuns: 40 },
    )
  })

  it('is AES-256-GCM under HKDF, with the number of the chunk and the flag of the last as nonce', () => {
    const file = sealed(Buffer.alloc(CHUNK + 3, 'x'))
    const info = lengthPrefixed(['perde', '1', 'sealed stream', ...WHAT, Buffer.from(SALT).toString('hex')])
    const derived = Buffer.from(hkdfSync('sha256', KEY, new Uint8Array(), info, 48))
    expect(file.subarray(0, HEADER)).toEqual(
      Buffer.concat([Buffer.from('perde-sealed/1\n\0'), SALT, derived.subarray(32)]),
    )
    const last = chunksOf(file)[1]!
    const decipher = createDecipheriv(
      'aes-256-gcm',
      derived.subarray(0, 32),
      Buffer.from('000000000000000000000101', 'hex'),
    )
    decipher.setAuthTag(last.subarray(-TAG))
    expect(Buffer.concat([decipher.update(last.subarray(0, -TAG)), decipher.final()]).toString()).toBe('xxx')
  })
})

describe('a sealed stream does not open', () => {
  const text = randomBytes(3 * CHUNK + 100)
  const file = sealed(text)
  const [a, b, c, d] = chunksOf(file) as [Buffer, Buffer, Buffer, Buffer]
  it.each([
    ['cut off behind a chunk', put(file, [a, b, c])],
    ['cut off in a chunk', file.subarray(0, -7)],
    ['cut off in its header', file.subarray(0, HEADER - 1)],
    ['without a byte', Buffer.alloc(0)],
    ['with nothing behind its header', file.subarray(0, HEADER)],
    ['with two chunks in each other’s place', put(file, [b, a, c, d])],
    ['without a chunk', put(file, [a, c, d])],
    ['with a chunk twice', put(file, [a, a, b, c, d])],
    ['with something behind its last chunk', Buffer.concat([file, Buffer.alloc(20)])],
    ['with its last chunk twice', put(file, [a, b, c, d, d])],
    ['with another magic', Buffer.concat([Buffer.from('perde-sealed/2\n\0'), file.subarray(16)])],
  ])('%s', (_, harmed) => {
    expect(() => opened(harmed)).toThrow(StreamFault)
  })

  it('with the chunk of another file of the same key and name', () => {
    const salted = sealStream(KEY, WHAT, new Uint8Array(16).fill(1))
    const whole = Buffer.concat([salted.header, ...salted.push(text), salted.end()])
    expect(() => opened(put(file, [a, chunksOf(whole)[1]!, c, d]))).toThrow(StreamFault)
  })

  it('with any bit of it changed', () => {
    const small = sealed(Buffer.from('a few bytes'))
    for (let bit = 0; bit < 8 * small.length; bit++) {
      const harmed = Buffer.from(small)
      harmed[bit >> 3]! ^= 1 << (bit & 7)
      expect(() => opened(harmed), `bit ${bit}`).toThrow(StreamFault)
    }
  })

  it('under another key, as another file, or as that of another release', () => {
    expect(() => opened(file, [], new Uint8Array(32).fill(8))).toThrow(StreamFault)
    expect(() => opened(file, [], KEY, ['data', 'a release', 'data/visits.csv'])).toThrow(StreamFault)
    expect(() => opened(file, [], KEY, ['data', 'another', 'data/people.csv'])).toThrow(StreamFault)
  })
})
