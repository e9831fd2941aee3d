import { ownBytes } from '../../record/own-bytes.ts'

/**
 * Counts by fixed-width keys, merged from the blocks: open addressing on typed arrays, so a million classes cost
 * 32 MB and no objects. Keys are keyed digests, or two side by side: their first and last words together are uniform
 * and serve as the hash. The first alone would put all values of one class into one place.
 */
export interface KeyCounts {
  /** false: the table is over its limit and counts no more */
  add(keys: Uint8Array, counts: Uint32Array): boolean
  readonly size: number
  entries(): Iterable<{ key: Uint8Array; count: number }>
  /** number of a key among the entries, -1: it is unknown */
  find(key: Uint8Array): number
  /** the count of a key; 0 where it is unknown */
  get(key: Uint8Array): number
}

/** `width`: bytes of a key, a multiple of 4; `most`: entries. */
export function createKeyCounts(width: number, most: number): KeyCounts {
  const words = width / 4
  // A power of two.
  let capacity = 1024
  let slots = new Int32Array(capacity)
  let keys = new Uint32Array(words * 512)
  let counts = new Float64Array(512)
  let size = 0

  // 0 is an empty slot; entries are stored from 1.
  const slotOf = (key: Uint32Array, at: number): number => {
    const hash = key[at]! ^ key[at + words - 1]!
    for (let slot = hash & (capacity - 1); ; slot = (slot + 1) & (capacity - 1)) {
      const entry = slots[slot]! - 1
      if (entry < 0) return slot
      const from = entry * words
      let w = 0
      while (w < words && keys[from + w] === key[at + w]) w++
      if (w === words) return slot
    }
  }
  const grow = () => {
    capacity *= 2
    slots = new Int32Array(capacity)
    for (let e = 0; e < size; e++) slots[slotOf(keys, e * words)] = e + 1
  }

  const find = (key: Uint8Array) => slots[slotOf(wordsOf(key), 0)]! - 1

  return {
    add(newKeys, newCounts) {
      const added = wordsOf(newKeys)
      for (let i = 0, at = 0; i < newCounts.length; i++, at += words) {
        const slot = slotOf(added, at)
        const entry = slots[slot]! - 1
        if (entry >= 0) counts[entry]! += newCounts[i]!
        else {
          if (size === most) return false
          if (size === counts.length) {
            const c = new Float64Array(size * 2)
            c.set(counts)
            counts = c
            const k = new Uint32Array(keys.length * 2)
            k.set(keys)
            keys = k
          }
          for (let w = 0; w < words; w++) keys[size * words + w] = added[at + w]!
          counts[size] = newCounts[i]!
          slots[slot] = ++size
          if (size * 2 > capacity) grow()
        }
      }
      return true
    },
    get size() {
      return size
    },
    *entries() {
      const bytes = new Uint8Array(keys.buffer)
      for (let e = 0; e < size; e++) yield { key: bytes.subarray(e * width, (e + 1) * width), count: counts[e]! }
    },
    find,
    get(key) {
      const entry = find(key)
      return entry < 0 ? 0 : counts[entry]!
    },
  }
}

/** Bytes as words; copied where they do not begin at one. */
function wordsOf(bytes: Uint8Array): Uint32Array {
  const { buffer, byteOffset, length } = bytes.byteOffset % 4 === 0 ? bytes : ownBytes(bytes)
  return new Uint32Array(buffer, byteOffset, length / 4)
}
