import { createHash } from 'node:crypto'
import type { ByteStream } from '../../io/codings/byte-stream.ts'

/** Counts and digests what is read, as it stands in the store. */
export function digesting(reader: ByteStream): ByteStream & { readonly total: number; sha256(): string } {
  const hash = createHash('sha256')
  let total = 0
  return {
    async read(into) {
      const n = await reader.read(into)
      hash.update(into.subarray(0, n))
      total += n
      return n
    },
    get total() {
      return total
    },
    sha256: () => hash.digest('hex'),
  }
}
