import { HASH_BYTES } from './merkle.ts'

/** A list of leaf hashes, packed: 32 bytes a leaf instead of an object a leaf. */
export interface LeafHashes {
  readonly size: number
  push(hash: Uint8Array): void
  /** a view; index from 0 */
  at(index: number): Buffer
  /** a view on the hashes `start` … `end` − 1 */
  bytes(start: number, end: number): Buffer
}

export function leafHashes(): LeafHashes {
  let packed = Buffer.alloc(64 * HASH_BYTES)
  let size = 0
  return {
    get size() {
      return size
    },
    push: (hash) => {
      if ((size + 1) * HASH_BYTES > packed.length) packed = Buffer.concat([packed, Buffer.alloc(packed.length)])
      packed.set(hash, size * HASH_BYTES)
      size += 1
    },
    at: (index) => {
      if (!Number.isInteger(index) || index < 0 || index >= size) throw new RangeError('leaf is outside the tree')
      return packed.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES)
    },
    bytes: (start, end) => packed.subarray(start * HASH_BYTES, Math.min(end, size) * HASH_BYTES),
  }
}
