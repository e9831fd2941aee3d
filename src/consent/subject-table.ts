import { RECORD_WORDS } from './record-sort.ts'

/**
 * Where the records of a subject begin. Records are sorted by their keys, and keys are a cipher's output, so the leading
 * bits of a key say nearly where it stands: `starts[b]` is the number of the first record whose leading bits are `b` or
 * more, and `starts[b + 1]` ends those with `b`, on average less than one subject. A subject is found, or known to be
 * absent, by one place of this table and the records of one bucket, which lie side by side.
 */
export function buildStarts(words: Uint32Array, subjects: number): SharedArrayBuffer {
  let bits = 3
  while (2 ** bits < subjects) bits++
  const buckets = 2 ** bits
  const table = new SharedArrayBuffer(4 * (buckets + 1))
  const starts = new Uint32Array(table)
  const count = words.length / RECORD_WORDS
  let bucket = 0
  for (let record = 0; record < count; record++)
    for (const own = words[record * RECORD_WORDS]! >>> (32 - bits); bucket <= own; bucket++) starts[bucket] = record
  starts.fill(count, bucket)
  return table
}

/**
 * By key of four words: number of its first record, or -1. Three passes over a piece of the batch, because each key waits
 * twice for memory, and waits of different keys overlap when nothing is decided between them.
 */
export function findSubjects(words: Uint32Array, starts: Uint32Array, keys: Uint32Array): Int32Array {
  const found = new Int32Array(keys.length / 4)
  const shift = Math.clz32(starts.length - 1) + 1
  const last = words.length - RECORD_WORDS
  const ahead = new Uint32Array(PIECE)
  for (let from = 0; from < found.length && last >= 0; from += PIECE) {
    const to = Math.min(from + PIECE, found.length)
    for (let i = from; i < to; i++) found[i] = starts[keys[4 * i]! >>> shift]!
    // Only to have them near: nothing hangs on what is read.
    for (let i = from; i < to; i++) ahead[i - from] = words[Math.min(found[i]! * RECORD_WORDS, last)]!
    for (let i = from; i < to; i++) {
      const end = starts[(keys[4 * i]! >>> shift) + 1]!
      found[i] = findBetween(words, found[i]!, end, keys, 4 * i)
    }
  }
  return last < 0 ? found.fill(-1) : found
}

/** Whether two keys, each at a word offset of its array, are the same. */
export function sameKey(a: Uint32Array, atA: number, b: Uint32Array, atB: number): boolean {
  return a[atA] === b[atB] && a[atA + 1] === b[atB + 1] && a[atA + 2] === b[atB + 2] && a[atA + 3] === b[atB + 3]
}

/** Keys that are looked up together: what they read fits the nearer caches. */
const PIECE = 512
/** Records up to which a bucket is read through; more are those of a placeholder that stands for many people. */
const SHORT = 16

function findBetween(words: Uint32Array, start: number, end: number, keys: Uint32Array, at: number): number {
  let record = end - start > SHORT ? lowerBound(words, start, end, keys, at) : start
  const stop = Math.min(end, record + SHORT)
  while (record < stop && !sameKey(words, record * RECORD_WORDS, keys, at)) record++
  return record < stop ? record : -1
}

/** The first record from `start` on whose key is not below. */
function lowerBound(words: Uint32Array, start: number, end: number, keys: Uint32Array, at: number): number {
  let [low, high] = [start, end]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isBelow(words, middle * RECORD_WORDS, keys, at)) low = middle + 1
    else high = middle
  }
  return low
}

function isBelow(a: Uint32Array, atA: number, b: Uint32Array, atB: number): boolean {
  for (let w = 0; w < 4; w++) if (a[atA + w] !== b[atB + w]) return a[atA + w]! < b[atB + w]!
  return false
}
