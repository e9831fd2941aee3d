import { PerdeError } from '../errors.ts'

/** One column of numbers, as narrow as its values allow. */
export type NumberColumn = Uint8Array | Uint16Array | Uint32Array

/**
 * How often tuples of small numbers occur: open addressing on typed arrays, one column per place of the tuple. About
 * 25 bytes for nine places; no object per tuple, and exact (keys are compared, not only their hashes).
 */
export interface TupleTable {
  readonly size: number
  /** the first `size` numbers of each are in use */
  readonly columns: readonly NumberColumn[]
  readonly counts: Float64Array
  /** adds to the count of a tuple; number of its entry. Throws PLAN_LIMIT beyond the budget. */
  add(tuple: ArrayLike<number>, count: number): number
  /** number of the entry of a tuple, -1: it was not added */
  find(tuple: ArrayLike<number>): number
}

/**
 * An empty table for tuples whose place p holds numbers below `cardinalities[p]`. `budget`: bytes it may take; doubling
 * needs old and new for a moment, which the budget counts.
 */
export function createTupleTable(cardinalities: readonly number[], budget: number): TupleTable {
  const width = cardinalities.length
  let capacity = 1024
  let slots = new Int32Array(capacity)
  let room = 512
  let columns = cardinalities.map((most) => emptyColumn(most, room))
  let counts = new Float64Array(room)
  let size = 0
  const entryBytes = columns.reduce((sum, column) => sum + column.BYTES_PER_ELEMENT, 8)

  const slotOf = (tuple: ArrayLike<number>): number => {
    let hash = 0
    for (let p = 0; p < width; p++) hash = mixed(hash, tuple[p]!)
    // 0 is an empty slot; entries are stored from 1.
    for (let slot = hash & (capacity - 1); ; slot = (slot + 1) & (capacity - 1)) {
      const entry = slots[slot]! - 1
      if (entry < 0) return slot
      let p = 0
      while (p < width && columns[p]![entry] === tuple[p]) p++
      if (p === width) return slot
    }
  }

  const grow = () => {
    if (size === room) {
      if (2 * room * entryBytes + room * entryBytes + 4 * capacity > budget) throw tooManyTuples(size)
      room *= 2
      columns = columns.map((column, p) => {
        const larger = emptyColumn(cardinalities[p]!, room)
        larger.set(column as Uint8Array)
        return larger
      })
      const larger = new Float64Array(room)
      larger.set(counts)
      counts = larger
    }
    if (size * 2 >= capacity) {
      if (12 * capacity + room * entryBytes > budget) throw tooManyTuples(size)
      capacity *= 2
      slots = new Int32Array(capacity)
      for (let entry = 0; entry < size; entry++) {
        let hash = 0
        for (let p = 0; p < width; p++) hash = mixed(hash, columns[p]![entry]!)
        let slot = hash & (capacity - 1)
        while (slots[slot] !== 0) slot = (slot + 1) & (capacity - 1)
        slots[slot] = entry + 1
      }
    }
  }

  return {
    get size() {
      return size
    },
    get columns() {
      return columns
    },
    get counts() {
      return counts
    },
    find: (tuple) => slots[slotOf(tuple)]! - 1,
    add(tuple, count) {
      const slot = slotOf(tuple)
      const known = slots[slot]! - 1
      if (known >= 0) {
        counts[known]! += count
        return known
      }
      if (size === room || size * 2 >= capacity) {
        grow()
        return this.add(tuple, count)
      }
      for (let p = 0; p < width; p++) columns[p]![size] = tuple[p]!
      counts[size] = count
      slots[slot] = ++size
      return size - 1
    },
  }
}

/** Room for numbers below `most`. */
export function emptyColumn(most: number, length: number): NumberColumn {
  return most <= 0x100 ? new Uint8Array(length) : most <= 0x10000 ? new Uint16Array(length) : new Uint32Array(length)
}

function mixed(hash: number, value: number): number {
  const h = Math.imul(hash ^ value, 0x9e3779b1)
  return h ^ (h >>> 15)
}

function tooManyTuples(size: number): PerdeError {
  return new PerdeError('PLAN_LIMIT', 'there are too many combinations of quasi-identifiers for the memory allowed', {
    hints: [
      'generalise a quasi-identifier with many values first: dates to months, postcodes to their first characters, numbers to intervals',
      'a field that is nearly unique is an identifier: give it a pseudonym or drop it',
    ],
    facts: { combinations: size },
  })
}
