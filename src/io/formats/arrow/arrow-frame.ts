import type { SchemaNode } from '../parquet/schema.ts'

/** A block on its way between the threads: messages as they stand in a file, dictionaries before the batch that needs them. */
export interface ArrowHead {
  /** of the batch; 0: there is no batch */
  records: number
  /** records of the batch that are the block's: from `from` to before `to` */
  from: number
  to: number
  /** bytes of each message's head and body */
  parts: { head: number; body: number }[]
  /** undefined: that of the layout */
  schema?: readonly SchemaNode[]
}

export interface ArrowPart {
  /** the metadata, without the bytes that say its length */
  metadata: Uint8Array
  body: Uint8Array
}

export function arrowFrame(head: ArrowHead, pieces: readonly Uint8Array[]): Uint8Array {
  const text = Buffer.from(JSON.stringify(head))
  const prefix = Buffer.alloc(4)
  prefix.writeUInt32LE(text.length)
  const length = 4 + text.length + pieces.reduce((n, piece) => n + piece.length, 0)
  // Unpooled, so that it can be handed to a thread.
  const bytes = Buffer.allocUnsafeSlow(length)
  let at = 0
  for (const piece of [prefix, text, ...pieces]) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}

export function openArrowFrame(bytes: Uint8Array): { head: ArrowHead; parts: ArrowPart[]; message: Uint8Array } {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const start = 4 + view.readUInt32LE(0)
  const head = JSON.parse(view.toString('utf8', 4, start)) as ArrowHead
  let at = start
  const parts = head.parts.map(({ head: own, body }): ArrowPart => {
    const from = at
    at += own + body
    return { metadata: bytes.subarray(from + 8, from + own), body: bytes.subarray(from + own, at) }
  })
  return { head, parts, message: bytes.subarray(start) }
}
