import { describe, expect, it } from 'vitest'
import { PerdeError } from '../../src/errors.ts'
import {
  createDecisionReader,
  createDecisionWriter,
  entriesOf,
  positionsOf,
  readDecisionFile,
  splitEntries,
} from '../../src/consent/decision-file.ts'
import { KEY_A as KEY, KEY_B as OTHER_KEY } from './register-fixture.ts'

const ID = { release: '01JZ0000000000000000000000', part: 3 }
const SALT = new Uint8Array(16).fill(9)

const entries = (n: number, first = 0) => Uint8Array.from({ length: 17 * n }, (_, i) => (first + i * 7) & 0xff)

/** A file of frames with these numbers of records. */
function write(sizes: number[], { id = ID, salt = SALT, key = KEY, last = true } = {}): Uint8Array[] {
  const writer = createDecisionWriter(key, id, salt)
  const frames = sizes.map((n, i) => writer.frame(entries(n, i), last && i === sizes.length - 1 ? 'last' : 'more'))
  return [writer.header, ...frames]
}

const whole = (pieces: Uint8Array[]) => new Uint8Array(Buffer.concat(pieces))

function codeOf(action: () => unknown): string {
  try {
    action()
  } catch (error) {
    if (error instanceof PerdeError) return error.code
    throw error
  }
  return 'accepted'
}

describe('a decision file', () => {
  it('gives back what was written, frame by frame', () => {
    const frames = readDecisionFile(KEY, ID, whole(write([3, 0, 5])))
    expect(frames.map((frame) => [...frame])).toEqual([[...entries(3, 0)], [], [...entries(5, 2)]])
  })

  it('can be read in pieces of any size', () => {
    const bytes = whole(write([3, 4]))
    for (const size of [1, 7, 64, bytes.length]) {
      const reader = createDecisionReader(KEY, ID)
      const frames: Uint8Array[] = []
      // As a file is read: every piece into the same buffer.
      const buffer = Buffer.alloc(size)
      for (let at = 0; at < bytes.length; at += size) {
        buffer.set(bytes.subarray(at, at + size))
        frames.push(...reader.push(buffer.subarray(0, Math.min(size, bytes.length - at))))
      }
      reader.end()
      expect(frames.map((frame) => frame.length)).toEqual([3 * 17, 4 * 17])
    }
  })

  it('of a part without records is one empty frame', () => {
    expect(readDecisionFile(KEY, ID, whole(write([0])))).toEqual([new Uint8Array(0)])
  })

  it('does not show its entries', () => {
    const bytes = Buffer.concat(write([100]))
    expect(bytes.includes(Buffer.from(entries(2)))).toBe(false)
  })

  it('is refused with any byte altered', () => {
    const bytes = whole(write([2, 1]))
    for (let at = 0; at < bytes.length; at++) {
      const altered = bytes.slice()
      altered[at]! ^= 1
      expect(codeOf(() => readDecisionFile(KEY, ID, altered))).toMatch(/^(LOG_TAMPERED|KEY_INVALID)$/)
    }
  })

  it('is refused when cut off anywhere', () => {
    const bytes = whole(write([2, 1]))
    for (let length = 0; length < bytes.length; length++)
      expect(codeOf(() => readDecisionFile(KEY, ID, bytes.subarray(0, length)))).toBe('LOG_TAMPERED')
  })

  const [header, a, b, c] = write([2, 2, 2]) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array]
  const [, foreignRelease] = write([2, 2, 2], { id: { ...ID, release: '01JZ0000000000000000000001' } })
  const [, foreignPart] = write([2, 2, 2], { id: { ...ID, part: 4 } })
  const [, foreignSalt] = write([2, 2, 2], { salt: new Uint8Array(16).fill(8) })
  it.each([
    ['frames in another order', [header, b, a, c]],
    ['a frame left out', [header, a, c]],
    ['a frame twice', [header, a, a, b, c]],
    ['the last frame left out', [header, a, b]],
    ['only a header', [header]],
    ['bytes after the last frame', [header, a, b, c, new Uint8Array(1)]],
    ['a frame of another release', [header, foreignRelease!, b, c]],
    ['a frame of another part', [header, foreignPart!, b, c]],
    ['a frame of another writing of the same part', [header, foreignSalt!, b, c]],
  ])('is refused with %s', (_, pieces) => {
    expect(codeOf(() => readDecisionFile(KEY, ID, whole(pieces)))).toBe('LOG_TAMPERED')
  })

  it('is refused as that of another release or part', () => {
    const bytes = whole(write([1]))
    expect(codeOf(() => readDecisionFile(KEY, { ...ID, part: 2 }, bytes))).toBe('LOG_TAMPERED')
    expect(codeOf(() => readDecisionFile(KEY, { ...ID, release: '01JZ0000000000000000000009' }, bytes))).toBe(
      'LOG_TAMPERED',
    )
  })

  it('names the key as the reason when it was written with another', () => {
    expect(codeOf(() => readDecisionFile(OTHER_KEY, ID, whole(write([1]))))).toBe('KEY_INVALID')
  })

  it('takes no frame after the last, and no piece of an entry', () => {
    const writer = createDecisionWriter(KEY, ID, SALT)
    expect(() => writer.frame(new Uint8Array(16), 'more')).toThrow(RangeError)
    writer.frame(entries(1), 'last')
    expect(() => writer.frame(entries(1), 'last')).toThrow(RangeError)
  })

  it('encrypts the same entries differently under another salt', () => {
    const [, first] = write([2])
    const [, second] = write([2], { salt: new Uint8Array(16).fill(8) })
    expect(Buffer.compare(first!, second!)).not.toBe(0)
  })
})

describe('entries', () => {
  const refs = Uint8Array.from({ length: 48 }, (_, i) => i)
  const reasons = Uint8Array.of(1, 4, 3)

  it('join and split', () => {
    expect(splitEntries(entriesOf(refs, reasons))).toEqual({ refs, reasons })
  })

  it('are found by subject', () => {
    const entries = entriesOf(new Uint8Array([...refs, ...refs.subarray(0, 16)]), Uint8Array.of(1, 4, 3, 1))
    expect(positionsOf(entries, refs.subarray(0, 16))).toEqual([0, 3])
    expect(positionsOf(entries, new Uint8Array(16))).toEqual([])
  })
})
