/** Bytes one after another: what a store reads and a coding turns into other bytes. */
export interface ByteStream {
  /** Fills a beginning of `into`; resolves with the number of bytes, 0 at the end. */
  read(into: Uint8Array): Promise<number>
}

/** A stream whose first bytes were looked at. */
export interface Peeked {
  /** the first bytes, fewer where the stream ends */
  first: Uint8Array
  /** all bytes, those included */
  stream: ByteStream
}

export async function peek(stream: ByteStream, length: number): Promise<Peeked> {
  const first = new Uint8Array(length)
  let filled = 0
  for (let n = -1; n !== 0 && filled < length; filled += n) n = await stream.read(first.subarray(filled))
  return { first: first.subarray(0, filled), stream: streamOf([first.subarray(0, filled)], stream) }
}

/** Some bytes, then a stream. */
function streamOf(pieces: Uint8Array[], rest: ByteStream): ByteStream {
  return {
    async read(into) {
      const [piece] = pieces
      if (!piece || piece.length === 0) return rest.read(into)
      const n = Math.min(piece.length, into.length)
      into.set(piece.subarray(0, n))
      pieces[0] = piece.subarray(n)
      return n
    },
  }
}

/** Chunks of any size as a stream. */
export function fromChunks(next: () => Promise<Uint8Array | undefined>): ByteStream {
  let left: Uint8Array = new Uint8Array()
  return {
    async read(into) {
      while (left.length === 0) {
        const chunk = await next()
        if (!chunk) return 0
        left = chunk
      }
      const n = Math.min(left.length, into.length)
      into.set(left.subarray(0, n))
      left = left.subarray(n)
      return n
    },
  }
}
