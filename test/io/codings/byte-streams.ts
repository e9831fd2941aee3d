import type { ByteStream } from '../../../src/io/codings/byte-stream.ts'

/** Bytes that come in pieces of `size`. */
export function streamOf(bytes: Uint8Array, size = 7): ByteStream {
  let at = 0
  return {
    read: async (into) => {
      const n = Math.min(size, into.length, bytes.length - at)
      into.set(bytes.subarray(at, at + n))
      at += n
      return n
    },
  }
}

/** All of a stream, read in pieces of `size`. */
export async function all(stream: ByteStream, size = 5): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for (const piece = new Uint8Array(size); ;) {
    const n = await stream.read(piece)
    if (n === 0) return Buffer.concat(pieces)
    pieces.push(piece.slice(0, n))
  }
}
