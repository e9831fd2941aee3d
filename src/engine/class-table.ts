/**
 * Counts by fixed-width keys, merged from the blocks: open addressing on typed arrays, so a million classes cost
 * 30 MB and no objects. Keys are keyed digests, or two side by side: their first and last bytes together are uniform
 * and serve as the hash. The first alone would put all values of one class into one place.
 */
export interface ClassTable {
  /** false: the table is over its limit and counts no more */
  add(keys: Uint8Array, counts: Uint32Array): boolean
  readonly size: number
  entries(): Iterable<{ key: Uint8Array; count: number }>
  /** the count of a key; 0 where it is unknown */
  get(key: Uint8Array): number
}

export function createClassTable(width: number, most: number): ClassTable {
  // A power of two.
  let capacity = 1024
  let slots = new Int32Array(capacity).fill(-1)
  let keys = new Uint8Array(width * 512)
  let counts = new Float64Array(512)
  let size = 0

  const find = (key: Uint8Array, at: number): number => {
    const last = at + width - 4
    for (let slot = (word(key, at) + word(key, last)) & (capacity - 1); ; slot = (slot + 1) & (capacity - 1)) {
      const entry = slots[slot]!
      if (entry < 0 || same(keys, entry * width, key, at, width)) return slot
    }
  }
  const grow = () => {
    capacity *= 2
    slots = new Int32Array(capacity).fill(-1)
    for (let e = 0; e < size; e++) slots[find(keys, e * width)] = e
  }

  return {
    add(newKeys, newCounts) {
      for (let i = 0; i < newCounts.length; i++) {
        const slot = find(newKeys, i * width)
        const entry = slots[slot]!
        if (entry >= 0) counts[entry]! += newCounts[i]!
        else {
          if (size === most) return false
          if (size === counts.length) {
            const c = new Float64Array(size * 2)
            c.set(counts)
            counts = c
            const k = new Uint8Array(keys.length * 2)
            k.set(keys)
            keys = k
          }
          keys.set(newKeys.subarray(i * width, (i + 1) * width), size * width)
          counts[size] = newCounts[i]!
          slots[slot] = size++
          if (size * 2 > capacity) grow()
        }
      }
      return true
    },
    get size() {
      return size
    },
    *entries() {
      for (let e = 0; e < size; e++) yield { key: keys.subarray(e * width, (e + 1) * width), count: counts[e]! }
    },
    get(key) {
      const entry = slots[find(key, 0)]!
      return entry < 0 ? 0 : counts[entry]!
    },
  }
}

function word(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
}

function same(a: Uint8Array, at: number, b: Uint8Array, bt: number, width: number): boolean {
  for (let i = 0; i < width; i++) if (a[at + i] !== b[bt + i]) return false
  return true
}
