import type { SchemaNode } from './schema.ts'
import type { WrittenChunk } from './write-column.ts'

/**
 * A block on its way between the threads: pages of one row group, or of some of its records, with a head that says what
 * they are. What a worker writes has the same form, and its own schema.
 */
export interface FrameHead {
  /** records of the block */
  records: number
  /** bytes of its long values, each as often as it stands there, that are taken for data; undefined: any number */
  mostLong?: number
  /** undefined: that of the layout */
  schema?: readonly SchemaNode[]
  /** by column: its pages in the body */
  columns: FrameColumn[]
  /** of a block that was written: what the footer says of its columns */
  written?: WrittenChunk[]
}

export interface FrameColumn {
  codec: number
  from: number
  to: number
  /** what the pages may unpack to */
  unpacked: number
  /** records of the pages before the first of the block */
  skip: number
  /** entries that the pages have to have; undefined: as many as they have, of which some may belong to other blocks */
  entries?: number
}

const HEAD = 4

/** `room`: bytes behind the pieces, which are still to be filled. */
export function frame(head: FrameHead, pieces: readonly Uint8Array[], room = 0): Uint8Array {
  const text = Buffer.from(JSON.stringify(head))
  const length = HEAD + text.length + pieces.reduce((n, piece) => n + piece.length, room)
  // Unpooled, so that it can be handed to a thread.
  const bytes = Buffer.allocUnsafeSlow(length)
  bytes.writeUInt32LE(text.length, 0)
  let at = HEAD + text.copy(bytes, HEAD)
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}

export function openFrame(bytes: Uint8Array): { head: FrameHead; body: Uint8Array } {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const end = HEAD + view.readUInt32LE(0)
  return { head: JSON.parse(view.toString('utf8', HEAD, end)) as FrameHead, body: bytes.subarray(end) }
}
