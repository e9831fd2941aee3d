/**
 * Order of the records of a consent index. Rows are eight 32-bit words:
 * key 0…3 | state and scope | order | from | until, kept in chunks so that growing copies nothing.
 */

/** 32-bit words a record. */
export const RECORD_WORDS = 8
/** Rows a chunk, a power of two. */
const CHUNK_ROWS = 1 << 15

/** A growing table of records: 32 bytes a row and no object a row. */
export class RecordTable {
  length = 0
  readonly #chunks: Uint32Array[] = []

  /** Appends a row; `keys[at…at+3]` are the four words of its key. */
  push(keys: Uint32Array, at: number, meta: number, order: number, from: number, until: number): void {
    const slot = this.length++ & (CHUNK_ROWS - 1)
    if (slot === 0) this.#chunks.push(new Uint32Array(CHUNK_ROWS * RECORD_WORDS))
    const chunk = this.#chunks[this.#chunks.length - 1]!
    const word = slot * RECORD_WORDS
    for (let w = 0; w < 4; w++) chunk[word + w] = keys[at + w]!
    chunk[word + META] = meta
    chunk[word + 5] = order
    chunk[word + 6] = from
    chunk[word + 7] = until
  }

  get(row: number, word: number): number {
    return this.#chunks[row >>> 15]![(row & (CHUNK_ROWS - 1)) * RECORD_WORDS + word]!
  }

  /** Rewrites the scope of every row by a table of new numbers. */
  renumberScopes(renumbered: Uint32Array): void {
    for (let row = 0; row < this.length; row++) {
      const chunk = this.#chunks[row >>> 15]!
      const at = (row & (CHUNK_ROWS - 1)) * RECORD_WORDS + META
      chunk[at] = ((chunk[at]! & 0xff) | (renumbered[chunk[at]! >>> 8]! << 8)) >>> 0
    }
  }

  /** Copies the rows, in sorted order, to `out`. */
  writeSorted(out: Uint32Array): void {
    const order = this.#sortedRows()
    for (let i = 0; i < order.length; i++) {
      const row = order[i]!
      const chunk = this.#chunks[row >>> 15]!
      const from = (row & (CHUNK_ROWS - 1)) * RECORD_WORDS
      const to = i * RECORD_WORDS
      for (let w = 0; w < RECORD_WORDS; w++) out[to + w] = chunk[from + w]!
    }
  }

  /**
   * Row numbers in order of key, then order, state and scope, from, until. Keys are output of a cipher, so two
   * counting passes over their first word leave runs of one subject's rows, which are sorted by comparing.
   */
  #sortedRows(): Uint32Array {
    const rows = new Uint32Array(this.length)
    for (let row = 0; row < rows.length; row++) rows[row] = row
    const byLow = countingPass(rows, (row) => this.get(row, 0) & 0xffff)
    const byWord = countingPass(byLow, (row) => this.get(row, 0) >>> 16)
    for (let start = 0, end = 1; start < byWord.length; start = end++) {
      const word = this.get(byWord[start]!, 0)
      while (end < byWord.length && this.get(byWord[end]!, 0) === word) end++
      if (end - start > SHORT) byWord.subarray(start, end).sort((a, b) => this.#compare(a, b))
      else if (end - start > 1) this.#insertionSort(byWord, start, end)
    }
    return byWord
  }

  #insertionSort(rows: Uint32Array, start: number, end: number): void {
    for (let i = start + 1; i < end; i++) {
      const row = rows[i]!
      let to = i
      for (; to > start && this.#compare(rows[to - 1]!, row) > 0; to--) rows[to] = rows[to - 1]!
      rows[to] = row
    }
  }

  #compare(a: number, b: number): number {
    for (const word of COMPARED) {
      const difference = this.get(a, word) - this.get(b, word)
      if (difference !== 0) return difference
    }
    return 0
  }
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
