import { PerdeError } from '../../src/errors.ts'

/** Types of frames (README.md). */
export const FRAME = {
  hello: 1,
  init: 2,
  ready: 3,
  batch: 4,
  finish: 5,
  result: 6,
  error: 7,
  cancel: 8,
  cancelled: 9,
} as const

export interface Frame {
  type: number
  body: Uint8Array
}

const HEAD = 5

/** Bytes of the body that a host may send, by type; others are none of its. */
export const MOST: Readonly<Record<number, number>> = {
  [FRAME.init]: 1024 * 1024 * 1024,
  [FRAME.batch]: 256 * 1024 * 1024,
  [FRAME.finish]: 1024,
  [FRAME.cancel]: 64 * 1024,
}

/** Length u32, type u8, and the pieces of the body. */
export function frameBytes(type: number, ...pieces: Uint8Array[]): Uint8Array {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0)
  const bytes = Buffer.allocUnsafeSlow(HEAD + length)
  bytes.writeUInt32LE(length)
  bytes[4] = type
  let at = HEAD
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}

export function jsonFrame(type: number, value: object): Uint8Array {
  return frameBytes(type, Buffer.from(JSON.stringify(value)))
}

/**
 * The frames of a host, one after another. Memory grows with what came, whatever a length says. Throws PROTOCOL_INVALID for a
 * type or a length that cannot be, IO_FAILED where the input ends inside a frame.
 */
export async function* readFrames(input: AsyncIterable<Uint8Array>): AsyncGenerator<Frame, void> {
  const pieces: Uint8Array[] = []
  let there = 0
  let wanted: { type: number; length: number } | undefined
  for await (const piece of input) {
    pieces.push(piece)
    there += piece.length
    for (;;) {
      if (!wanted && there >= HEAD) wanted = headOf(take(pieces, HEAD))
      if (!wanted || there < HEAD + wanted.length) break
      const { type, length } = wanted
      yield { type, body: take(pieces, length) }
      there -= HEAD + length
      wanted = undefined
    }
  }
  if (there > 0)
    throw new PerdeError('IO_FAILED', 'the host ended inside a frame', {
      retryable: true,
      hints: ['nothing was published; the partition has to be done again'],
    })
}

function headOf(bytes: Uint8Array): { type: number; length: number } {
  const length = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).readUInt32LE()
  const type = bytes[4]!
  const most = MOST[type]
  if (most === undefined) throw violated('a frame is of a type that a host does not send')
  if (length > most) throw violated(`a frame of type ${type} is longer than ${most} bytes`)
  return { type, length }
}

/** The first bytes of some pieces, which lose them. */
function take(pieces: Uint8Array[], length: number): Uint8Array {
  const first = pieces[0] ?? new Uint8Array()
  if (first.length >= length) {
    if (pieces.length > 0) pieces[0] = first.subarray(length)
    return first.subarray(0, length)
  }
  const bytes = Buffer.allocUnsafeSlow(length)
  for (let at = 0; at < length;) {
    const piece = pieces.shift()!
    const taken = piece.subarray(0, length - at)
    bytes.set(taken, at)
    at += taken.length
    if (taken.length < piece.length) pieces.unshift(piece.subarray(taken.length))
  }
  return bytes
}

export function violated(message: string): PerdeError {
  return new PerdeError('PROTOCOL_INVALID', message, { hints: ['the order of frames stands in workers/README.md'] })
}
