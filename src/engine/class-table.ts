/**
 * Counts by fixed-width keys, merged from the blocks: open addressing on typed arrays, so a million classes cost
 * 30 MB and no objects. Keys are uniform (keyed digests), so their first bytes serve as the hash.
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
  let capacity = 1024
  let slots = new Int32Array(capacity).fill(-1)
  let keys = new Uint8Array(width * 512)
  let counts = new Float64Array(512)
  let size = 0

  const find = (key: Uint8Array, at: number): number => {
    let slot = (key[at]! | (key[at + 1]! << 8) | (key[at + 2]! << 16) | (key[at + 3]! << 24)) >>> 0
    for (slot %= capacity; ; slot = slot + 1 === capacity ? 0 : slot + 1) {
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

function same(a: Uint8Array, at: number, b: Uint8Array, bt: number, width: number): boolean {
  for (let i = 0; i < width; i++) if (a[at + i] !== b[bt + i]) return false
  return true
}
