/**
 * How many distinct values a column has: the smallest 64-bit-like hashes (Bar-Yossef et al. 2002, k minimum values).
 * Exact up to SIZE. Merging is a union, so it is commutative, associative and idempotent. The hash is seeded by the
 * caller, so a sketch that leaves a worker cannot be asked "is this number in it" without the seed of the run.
 */

export const SKETCH_SIZE = 1024

/** Ascending hashes, at most SKETCH_SIZE of them. */
export type Sketch = number[]

/** 53 bits of a seeded mix of the UTF-16 units; not cryptographic. */
export function hash53(text: string, seed: number): number {
  let a = 0x9e3779b9 ^ seed
  let b = 0x85ebca6b ^ Math.imul(seed, 0x27d4eb2f)
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    a = Math.imul(a ^ c, 0xcc9e2d51)
    b = Math.imul(b ^ c, 0x1b873593)
    a ^= b >>> 15
    b ^= a >>> 13
  }
  return finished(a, b)
}

/** Hashes of values, and of the values without their last characters; sketches take them in together. */
export interface Hashes {
  values: Float64Array
  heads: Float64Array
  count: number
}

/** Characters that the head of a value has not. */
const TAIL = 3

/** Puts `hash53` of a text that is not empty, and of its head, into a place. */
export function putHash(hashes: Hashes, at: number, text: string, seed: number): void {
  let a = 0x9e3779b9 ^ seed
  let b = 0x85ebca6b ^ Math.imul(seed, 0x27d4eb2f)
  const head = Math.max(0, text.length - TAIL)
  for (let i = 0; i < text.length; i++) {
    if (i === head) hashes.heads[at] = finished(a, b)
    const c = text.charCodeAt(i)
    a = Math.imul(a ^ c, 0xcc9e2d51)
    b = Math.imul(b ^ c, 0x1b873593)
    a ^= b >>> 15
    b ^= a >>> 13
  }
  hashes.values[at] = finished(a, b)
}

/** The same of bytes, unseeded: as `hash53` of a text with a character for each. */
export function hash53OfBytes(bytes: Uint8Array): number {
  let a = 0x9e3779b9
  let b = 0x85ebca6b
  for (let i = 0; i < bytes.length; i++) {
    const c = bytes[i]!
    a = Math.imul(a ^ c, 0xcc9e2d51)
    b = Math.imul(b ^ c, 0x1b873593)
    a ^= b >>> 15
    b ^= a >>> 13
  }
  return finished(a, b)
}

function finished(a: number, b: number): number {
  const high = Math.imul(b ^ (b >>> 15), 0x846ca68b)
  const low = Math.imul(a ^ (a >>> 16), 0x7feb352d) ^ (high >>> 14)
  return ((high >>> 0) & 0x1fffff) * 4294967296 + (low >>> 0)
}

/** Adds a hash in place. */
export function addToSketch(sketch: Sketch, hash: number): void {
  if (sketch.length === SKETCH_SIZE && hash >= sketch[SKETCH_SIZE - 1]!) return
  let low = 0
  let high = sketch.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sketch[middle]! < hash) low = middle + 1
    else high = middle
  }
  if (sketch[low] === hash) return
  sketch.splice(low, 0, hash)
  if (sketch.length > SKETCH_SIZE) sketch.pop()
}

/** Adds many hashes in place, in any order; they are reordered. */
export function addAllToSketch(sketch: Sketch, all: Float64Array): void {
  const hashes = sketch.length < SKETCH_SIZE ? all : smallest(all, sketch[SKETCH_SIZE - 1]!)
  hashes.sort()
  const known = sketch.slice()
  sketch.length = 0
  for (let a = 0, b = 0; sketch.length < SKETCH_SIZE && (a < known.length || b < hashes.length);) {
    const next = b === hashes.length || known[a]! <= hashes[b]! ? known[a++]! : hashes[b++]!
    if (next !== sketch[sketch.length - 1]) sketch.push(next)
  }
}

/** Those under a bound, moved to the front. */
function smallest(hashes: Float64Array, bound: number): Float64Array {
  let count = 0
  for (let i = 0; i < hashes.length; i++) if (hashes[i]! < bound) hashes[count++] = hashes[i]!
  return hashes.subarray(0, count)
}

export function mergeSketches(a: Sketch, b: Sketch): Sketch {
  const all = [...new Set([...a, ...b])].sort((x, y) => x - y)
  return all.slice(0, SKETCH_SIZE)
}

/** Distinct values: exact while the sketch is not full, else within about 3 %. */
export function distinctIn(sketch: Sketch): number {
  if (sketch.length < SKETCH_SIZE) return sketch.length
  return Math.round(((SKETCH_SIZE - 1) * Number.MAX_SAFE_INTEGER) / sketch[SKETCH_SIZE - 1]!)
}
