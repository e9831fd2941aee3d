/**
 * Order of the records of a consent index. Rows are eight 32-bit words:
 * key 0…3 | state and scope | order | from | until. Keys are output of a cipher, so rows are dealt by the key's first
 * byte to piles of nearly equal size, each a list of chunks: growing copies nothing, and when the index is written each
 * pile is sorted alone and given back, so that the rows are in memory once and not twice.
 */

/** 32-bit words a record. */
export const RECORD_WORDS = 8
const PILES = 256
/** Rows of the first and of the largest chunk of a pile. */
const FIRST_ROWS = 32
const MOST_ROWS = 2048

/** A growing table of records: 32 bytes a row and no object a row. Written once. */
export class RecordTable {
  length = 0
  readonly #piles = Array.from({ length: PILES }, () => new Pile())

  /** Appends a row; `keys[at…at+3]` are the four words of its key. */
  push(keys: Uint32Array, at: number, meta: number, order: number, from: number, until: number): void {
    this.length++
    const pile = this.#piles[keys[at]! >>> 24]!
    const chunk = pile.room()
    const word = pile.filled++ * RECORD_WORDS
    for (let w = 0; w < 4; w++) chunk[word + w] = keys[at + w]!
    chunk[word + META] = meta
    chunk[word + 5] = order
    chunk[word + 6] = from
    chunk[word + 7] = until
  }

  /**
   * Moves the rows to `out`, in order of key, then order, state and scope, from, until, with the number of each scope
   * changed by the table `renumbered`. The table is empty afterwards.
   */
  writeSorted(out: Uint32Array, renumbered: Uint32Array): void {
    let to = 0
    for (const pile of this.#piles) {
      const rows = pile.take(renumbered)
      for (const row of sortedRows(rows)) {
        for (let w = 0; w < RECORD_WORDS; w++) out[to + w] = rows[row * RECORD_WORDS + w]!
        to += RECORD_WORDS
      }
    }
    this.length = 0
  }
}

class Pile {
  /** rows of the last chunk that are taken */
  filled = 0
  #rows = 0
  #chunks: Uint32Array<ArrayBuffer>[] = []

  /** The chunk that the next row goes into, at `filled`. */
  room(): Uint32Array {
    const last = this.#chunks[this.#chunks.length - 1]
    if (last && this.filled * RECORD_WORDS < last.length) return last
    this.#rows += this.filled
    this.filled = 0
    const rows = Math.min(MOST_ROWS, FIRST_ROWS << Math.min(this.#chunks.length, 10))
    const bytes = rows * RECORD_WORDS * 4
    // Resizable only so that it can be given back at once: the collector would not know that memory is short.
    const chunk = new Uint32Array(new ArrayBuffer(bytes, { maxByteLength: bytes }), 0, rows * RECORD_WORDS)
    this.#chunks.push(chunk)
    return chunk
  }

  /** All rows in one piece; the pile is empty afterwards. */
  take(renumbered: Uint32Array): Uint32Array {
    const rows = new Uint32Array((this.#rows + this.filled) * RECORD_WORDS)
    let to = 0
    for (const [i, chunk] of this.#chunks.entries()) {
      const taken = i === this.#chunks.length - 1 ? this.filled * RECORD_WORDS : chunk.length
      rows.set(chunk.subarray(0, taken), to)
      to += taken
      chunk.buffer.resize(0)
    }
    this.#chunks = []
    this.#rows = this.filled = 0
    for (let at = META; at < rows.length; at += RECORD_WORDS)
      rows[at] = ((rows[at]! & 0xff) | (renumbered[rows[at]! >>> 8]! << 8)) >>> 0
    return rows
  }
}

/** Row numbers in order: a counting pass over the first word leaves runs of few rows, which are sorted by comparing. */
function sortedRows(rows: Uint32Array): Uint32Array {
  const count = rows.length / RECORD_WORDS
  const order = new Uint32Array(count)
  for (let row = 0; row < count; row++) order[row] = row
  // The first byte is the same in a pile.
  const byWord = count > SHORT ? countingPass(order, (row) => (rows[row * RECORD_WORDS]! >>> 8) & 0xffff) : order
  const same = (a: number, b: number) =>
    count <= SHORT || rows[a * RECORD_WORDS]! >>> 8 === rows[b * RECORD_WORDS]! >>> 8
  for (let start = 0, end = 1; start < count; start = end++) {
    while (end < count && same(byWord[start]!, byWord[end]!)) end++
    if (end - start > SHORT) byWord.subarray(start, end).sort((a, b) => compare(rows, a, b))
    else if (end - start > 1) insertionSort(rows, byWord, start, end)
  }
  return byWord
}

function insertionSort(rows: Uint32Array, order: Uint32Array, start: number, end: number): void {
  for (let i = start + 1; i < end; i++) {
    const row = order[i]!
    let to = i
    for (; to > start && compare(rows, order[to - 1]!, row) > 0; to--) order[to] = order[to - 1]!
    order[to] = row
  }
}

function compare(rows: Uint32Array, a: number, b: number): number {
  for (const word of COMPARED) {
    const difference = rows[a * RECORD_WORDS + word]! - rows[b * RECORD_WORDS + word]!
    if (difference !== 0) return difference
  }
  return 0
}

/** Word of the state (low byte) and the scope's number (above it). */
const META = 4
/** Runs up to this long are sorted in place: most subjects have a few rows. */
const SHORT = 16
const COMPARED = [0, 1, 2, 3, 5, 4, 6, 7] as const

/** One stable pass of a radix sort by a 16-bit digit. */
function countingPass(rows: Uint32Array, digit: (row: number) => number): Uint32Array {
  const starts = new Uint32Array(0x10001)
  for (const row of rows) starts[digit(row) + 1]!++
  for (let d = 0; d < 0x10000; d++) starts[d + 1]! += starts[d]!
  const out = new Uint32Array(rows.length)
  for (const row of rows) out[starts[digit(row)]!++] = row
  return out
}
