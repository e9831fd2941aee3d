/**
 * Where the numbers of a tuple stand when it is packed into as few words of 32 bits as they need: the tuples of a table are
 * compared word by word, and each stands in one line of the processor's cache.
 */
export interface TuplePacking {
  /** words of a tuple, at least 1 */
  words: number
  /** by place of the tuple: its word, and how far its number is shifted there */
  word: number[]
  shift: number[]
}

/** `bits`: by place, how many its numbers need, 1 to 32. No number stands across two words. */
export function packingOf(bits: readonly number[]): TuplePacking {
  const packing: TuplePacking = { words: 1, word: [], shift: [] }
  let used = 0
  for (const own of bits) {
    if (used + own > 32) {
      packing.words++
      used = 0
    }
    packing.word.push(packing.words - 1)
    packing.shift.push(used)
    used += own
  }
  return packing
}

/** Bits that hold numbers below `most`, which is at most 2³². */
export function bitsBelow(most: number): number {
  return Math.max(1, 32 - Math.clz32(most - 1))
}

/** Packs a tuple into `into[at…]`. */
export function packTuple({ words, word, shift }: TuplePacking, tuple: ArrayLike<number>, into: Uint32Array, at = 0) {
  for (let w = 0; w < words; w++) into[at + w] = 0
  for (let p = 0; p < word.length; p++) into[at + word[p]!]! |= tuple[p]! << shift[p]!
}

/** Packs tuples that are given as columns, one behind the other. */
export function packColumns(
  { words, word, shift }: TuplePacking,
  columns: readonly ArrayLike<number>[],
  length: number,
  into: Uint32Array = new Uint32Array(words * length),
): Uint32Array {
  for (const [p, column] of columns.entries()) packColumn(column, length, into, words, word[p]!, shift[p]!)
  return into
}

function packColumn(
  column: ArrayLike<number>,
  length: number,
  into: Uint32Array,
  words: number,
  word: number,
  shift: number,
): void {
  for (let i = 0, at = word; i < length; i++, at += words) into[at]! |= column[i]! << shift
}

/** The numbers at one place of tuples that are packed one behind the other. `bits`: of that place. */
export function unpackColumn<T extends Uint8Array | Uint16Array | Uint32Array>(
  { words, word, shift }: TuplePacking,
  packed: Uint32Array,
  place: number,
  bits: number,
  into: T,
): T {
  const mask = 2 ** bits - 1
  for (let i = 0, at = word[place]!; i < into.length; i++, at += words)
    into[i] = ((packed[at]! >>> shift[place]!) & mask) >>> 0
  return into
}

/** A hash of a packed tuple: the mix of MurmurHash3 (A. Appleby, public domain), whose low bits depend on all of it. */
export function hashOfWords(packed: Uint32Array, at: number, words: number): number {
  let hash = 0
  for (let w = 0; w < words; w++) {
    hash = Math.imul(hash ^ packed[at + w]!, 0x9e3779b1)
    hash ^= hash >>> 15
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return hash ^ (hash >>> 13)
}

/**
 * Where a packed tuple stands in open addressing, or the free place where it would. `slots`: 1 + number of a tuple of
 * `known`, 0 where free; a power of two of them.
 */
export function slotOfWords(
  slots: Int32Array,
  known: Uint32Array,
  packed: Uint32Array,
  at: number,
  words: number,
): number {
  const mask = slots.length - 1
  for (let slot = hashOfWords(packed, at, words) & mask; ; slot = (slot + 1) & mask) {
    const entry = slots[slot]! - 1
    if (entry < 0) return slot
    const from = entry * words
    let w = 0
    while (w < words && known[from + w] === packed[at + w]) w++
    if (w === words) return slot
  }
}

/** Slots for so many tuples as they stand, no two of them equal. Filled where they are. */
export function fillSlots(slots: Int32Array, packed: Uint32Array, tuples: number, words: number): void {
  const mask = slots.length - 1
  for (let entry = 0, at = 0; entry < tuples; entry++, at += words) {
    let slot = hashOfWords(packed, at, words) & mask
    while (slots[slot] !== 0) slot = (slot + 1) & mask
    slots[slot] = entry + 1
  }
}
