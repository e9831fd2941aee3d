import type { Store } from './store.ts'
import { gather } from './store.ts'

export interface Coded {
  store: Store
  indexes: Uint32Array
}

/** Dictionaries above this are no gain: readers hold them whole. */
const MOST_BYTES = 1024 * 1024
/** After so many values a column that hardly repeats is given up. */
const TRIED = 2048

/** Only the entries that are used, each once, in the order of their first use; undefined: not worth it. */
export function compactDictionary(store: Store, indexes: Uint32Array): Coded | undefined {
  const number = new Int32Array(store.count).fill(-1)
  const used: number[] = []
  const out = new Uint32Array(indexes.length)
  for (let i = 0; i < indexes.length; i++) {
    const entry = indexes[i]!
    if (number[entry]! < 0) number[entry] = used.push(entry) - 1
    out[i] = number[entry]!
  }
  return { store: gather(store, Uint32Array.from(used)), indexes: out }
}

/** A dictionary of values that repeat, by their bytes; undefined: they do not, or are no texts. */
export function buildDictionary(store: Store): Coded | undefined {
  const { bytes, offsets, count } = store
  if (!offsets || count === 0) return undefined
  let capacity = 1024
  let slots = new Int32Array(capacity)
  const entries: number[] = []
  const hashes: number[] = []
  const indexes = new Uint32Array(count)
  let size = 0
  for (let i = 0; i < count; i++) {
    const from = offsets[i]!
    const to = offsets[i + 1]!
    let hash = to - from
    for (let b = from; b < to; b++) hash = Math.imul(hash ^ bytes[b]!, 0x01000193)
    hash ^= hash >>> 15
    let slot = hash & (capacity - 1)
    for (; ; slot = (slot + 1) & (capacity - 1)) {
      const entry = slots[slot]! - 1
      if (entry < 0) {
        slots[slot] = entries.push(i)
        hashes.push(hash)
        indexes[i] = entries.length - 1
        size += to - from + 4
        break
      }
      if (hashes[entry] === hash && same(bytes, offsets[entries[entry]!]!, offsets[entries[entry]! + 1]!, from, to)) {
        indexes[i] = entry
        break
      }
    }
    if (size > MOST_BYTES || (i >= TRIED && entries.length * 2 > i)) return undefined
    if (entries.length * 2 > capacity) {
      capacity *= 2
      slots = new Int32Array(capacity)
      for (let e = 0; e < entries.length; e++) {
        let at = hashes[e]! & (capacity - 1)
        while (slots[at] !== 0) at = (at + 1) & (capacity - 1)
        slots[at] = e + 1
      }
    }
  }
  if (entries.length * 2 > count) return undefined
  return { store: gather(store, Uint32Array.from(entries)), indexes }
}

function same(bytes: Uint8Array, a: number, aEnd: number, b: number, bEnd: number): boolean {
  if (aEnd - a !== bEnd - b) return false
  for (; a < aEnd; a++, b++) if (bytes[a] !== bytes[b]) return false
  return true
}
