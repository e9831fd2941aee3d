import { EMPTY_ROOT, HASH_BYTES, nodeHash } from './merkle.ts'

// Inclusion and consistency proofs of RFC 6962 section 2.1; verification as RFC 9162 sections 2.1.3.2 and 2.1.4.2
// describe it. Sizes are safe integers, so halving is done by arithmetic: bit operators would cut them at 2^32.

/** Gives the hash of a leaf by its index. */
export type LeafAt = (index: number) => Uint8Array

export interface Inclusion {
  index: number
  size: number
  leaf: Uint8Array
  proof: readonly Uint8Array[]
}

export interface Consistency {
  from: { size: number; root: Uint8Array }
  to: { size: number; root: Uint8Array }
  proof: readonly Uint8Array[]
}

/** The sibling hashes from the leaf up to the child of the root. O(size) hashes. */
export function inclusionProof(leafAt: LeafAt, index: number, size: number): Buffer[] {
  if (!isSize(size) || !isSize(index) || index >= size) throw new RangeError('index is outside the tree')
  return path(leafAt, index, 0, size)
}

/** What shows that the tree of `to` leaves begins with the tree of `from` leaves. From size 0 nothing could be shown. */
export function consistencyProof(leafAt: LeafAt, from: number, to: number): Buffer[] {
  if (!isSize(from) || !isSize(to) || from < 1 || from > to) throw new RangeError('sizes are not in order')
  return from === to ? [] : subproof(leafAt, from, 0, to, true)
}

/** The root of the leaves `start` … `end` − 1. */
export function rootOf(leafAt: LeafAt, start: number, end: number): Buffer {
  const size = end - start
  if (size === 0) return EMPTY_ROOT
  if (size === 1) return Buffer.from(leafAt(start))
  const middle = start + split(size)
  return nodeHash(rootOf(leafAt, start, middle), rootOf(leafAt, middle, end))
}

/** The root that an inclusion proof leads to, or undefined where the proof does not fit index and size. */
export function rootFromInclusion({ index, size, leaf, proof }: Inclusion): Buffer | undefined {
  if (!isSize(index) || !isSize(size) || index >= size || !areHashes([leaf, ...proof])) return undefined
  let node: Uint8Array = leaf
  let at = index
  let last = size - 1
  for (const sibling of proof) {
    if (last === 0) return undefined
    if (at % 2 === 1 || at === last) {
      node = nodeHash(sibling, node)
      // A right edge without a sibling on these levels: it is carried up as it is.
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)]
    } else node = nodeHash(node, sibling)
    ;[at, last] = [half(at), half(last)]
  }
  return last === 0 ? Buffer.from(node) : undefined
}

export function verifyInclusion(inclusion: Inclusion, root: Uint8Array): boolean {
  return areHashes([root]) && rootFromInclusion(inclusion)?.equals(root) === true
}

/** False also for `from.size` 0: that every tree begins with nothing is true and useless. */
export function verifyConsistency({ from, to, proof }: Consistency): boolean {
  if (!isSize(from.size) || !isSize(to.size) || from.size < 1 || from.size > to.size) return false
  if (!areHashes([from.root, to.root, ...proof])) return false
  if (from.size === to.size) return proof.length === 0 && Buffer.from(from.root).equals(to.root)
  let at = from.size - 1
  let last = to.size - 1
  while (at % 2 === 1) [at, last] = [half(at), half(last)]
  // A `from` that is one perfect subtree is the first node of the path itself, and left out of the proof.
  const nodes = at === 0 ? [from.root, ...proof] : [...proof]
  const first = nodes.shift()
  if (first === undefined) return false
  let [older, newer]: [Uint8Array, Uint8Array] = [first, first]
  for (const sibling of nodes) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      older = nodeHash(sibling, older)
      newer = nodeHash(sibling, newer)
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)]
    } else newer = nodeHash(newer, sibling)
    ;[at, last] = [half(at), half(last)]
  }
  return last === 0 && Buffer.from(older).equals(from.root) && Buffer.from(newer).equals(to.root)
}

function path(leafAt: LeafAt, index: number, start: number, end: number): Buffer[] {
  if (end - start === 1) return []
  const middle = start + split(end - start)
  return index < middle
    ? [...path(leafAt, index, start, middle), rootOf(leafAt, middle, end)]
    : [...path(leafAt, index, middle, end), rootOf(leafAt, start, middle)]
}

/** SUBPROOF of RFC 6962: `whole` while the older tree is still a complete subtree whose root the verifier knows. */
function subproof(leafAt: LeafAt, from: number, start: number, end: number, whole: boolean): Buffer[] {
  const size = end - start
  if (from === size) return whole ? [] : [rootOf(leafAt, start, end)]
  const left = split(size)
  return from <= left
    ? [...subproof(leafAt, from, start, start + left, whole), rootOf(leafAt, start + left, end)]
    : [...subproof(leafAt, from - left, start + left, end, false), rootOf(leafAt, start, start + left)]
}

/** The largest power of two smaller than `size`. */
function split(size: number): number {
  let power = 1
  while (power * 2 < size) power *= 2
  return power
}

function half(n: number): number {
  return Math.floor(n / 2)
}

function isSize(n: number): boolean {
  return Number.isSafeInteger(n) && n >= 0
}

/** A shorter hash would make two empty ones compare equal. */
function areHashes(hashes: readonly Uint8Array[]): boolean {
  return hashes.every((hash) => hash.length === HASH_BYTES)
}
