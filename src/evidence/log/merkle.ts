import { createHash } from 'node:crypto'

// The Merkle tree hash of RFC 6962 section 2.1 (the same in RFC 9162), SHA-256.

export const HASH_BYTES = 32

const LEAF = Buffer.of(0)
const NODE = Buffer.of(1)

/** SHA-256 of no bytes: the root of a tree without leaves. */
export const EMPTY_ROOT: Buffer = createHash('sha256').digest()

/** SHA-256(0x00 ‖ entry). The prefix keeps a leaf from ever being read as a node. */
export function leafHash(entry: Uint8Array): Buffer {
  return createHash('sha256').update(LEAF).update(entry).digest()
}

/** SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash('sha256').update(NODE).update(left).update(right).digest()
}

/**
 * The roots of the perfect subtrees that a tree of `size` leaves is made of, largest first: one for each bit
 * that is set in `size`. All that is needed to append and to know the root, in O(log size) memory.
 */
export interface CompactRange {
  size: number
  nodes: Buffer[]
}

export function emptyRange(): CompactRange {
  return { size: 0, nodes: [] }
}

/** Appends one leaf hash to `range`, in place. */
export function appendLeaf(range: CompactRange, hash: Buffer): void {
  let node = hash
  // Equal neighbours merge as ones carry in a binary addition.
  for (let n = range.size; n % 2 === 1; n = Math.floor(n / 2)) node = nodeHash(range.nodes.pop()!, node)
  range.nodes.push(node)
  range.size += 1
}

export function rangeRoot(range: CompactRange): Buffer {
  return range.nodes.length === 0 ? EMPTY_ROOT : range.nodes.reduceRight((right, left) => nodeHash(left, right))
}

/** `{size, nodes}` with base64 hashes, for JSON. */
export function serialiseRange(range: CompactRange): { size: number; nodes: string[] } {
  return { size: range.size, nodes: range.nodes.map((node) => node.toString('base64')) }
}

/** Undefined where the number of nodes or their length does not fit the size. */
export function parseRange(value: { size: number; nodes: readonly string[] }): CompactRange | undefined {
  const { size } = value
  if (!Number.isSafeInteger(size) || size < 0) return undefined
  const nodes = value.nodes.map((text) => Buffer.from(text, 'base64'))
  if (nodes.length !== onesOf(size) || nodes.some((node) => node.length !== HASH_BYTES)) return undefined
  return { size, nodes }
}

function onesOf(size: number): number {
  let ones = 0
  for (let n = size; n > 0; n = Math.floor(n / 2)) ones += n % 2
  return ones
}
