import { PerdeError } from '../errors.ts'

/** One column of numbers, as narrow as its values allow. */
export type NumberColumn = Uint8Array | Uint16Array | Uint32Array

/**
 * How often tuples of small numbers occur: open addressing on typed arrays, one column per place of the tuple. About
 * 30 bytes for nine places; no object per tuple, and exact (keys are compared, not only their hashes).
 */
export interface TupleTable {
  readonly size: number
  /** bytes that the table takes */
  readonly bytes: number
  /** the first `size` numbers of each are in use */
  readonly columns: readonly NumberColumn[]
  readonly counts: Float64Array
  /** adds to the count of a tuple; number of its entry. Throws PLAN_LIMIT beyond the budget. */
  add(tuple: ArrayLike<number>, count: number): number
  /** the same for many tuples given as columns; the entry of each. `counts` undefined: each counts once */
  addColumns(columns: readonly ArrayLike<number>[], counts: ArrayLike<number> | undefined, rows: number): Uint32Array
  /** number of the entry of a tuple, -1: it was not added */
  find(tuple: ArrayLike<number>): number
}

/** How many different numbers there are at a place, where nobody knows yet. */
export const ANY = 0xffffffff

/**
 * An empty table for tuples whose place p holds numbers below `cardinalities[p]`; with `ANY` its column grows as wide as the
 * largest number so far. `budget`: bytes it may take; doubling needs old and new for a moment, which the budget counts.
 */
export function createTupleTable(cardinalities: readonly number[], budget: number): TupleTable {
  const width = cardinalities.length
  let capacity = 1024
  let slots = new Int32Array(capacity)
  let room = 512
  let columns = cardinalities.map((most) => emptyColumn(most === ANY ? 1 : most, room))
  const most = columns.map(mostOf)
  let counts = new Float64Array(room)
  // Kept, so that growing reads no column and unlike tuples are told apart by one number.
  let hashes = new Int32Array(room)
  let size = 0
  const entryBytes = () => columns.reduce((sum, column) => sum + column.BYTES_PER_ELEMENT, 12)
  const bytes = () => room * entryBytes() + 4 * capacity

  // 0 is an empty slot; entries are stored from 1.
  const slotOf = (hash: number, tuple: ArrayLike<number>): number => {
    for (let slot = hash & (capacity - 1); ; slot = (slot + 1) & (capacity - 1)) {
      const entry = slots[slot]! - 1
      if (entry < 0) return slot
      if (hashes[entry] !== hash) continue
      let p = 0
      while (p < width && columns[p]![entry] === tuple[p]) p++
      if (p === width) return slot
    }
  }

  const grow = () => {
    if (size === room) {
      if (bytes() + 2 * room * entryBytes() > budget) throw tooManyTuples(size)
      room *= 2
      columns = columns.map((column) => copied(column, emptyColumn(mostOf(column), room)))
      counts = copied(counts, new Float64Array(room))
      hashes = copied(hashes, new Int32Array(room))
    }
    if (size * 2 >= capacity) {
      if (bytes() + 8 * capacity > budget) throw tooManyTuples(size)
      capacity *= 2
      slots = new Int32Array(capacity)
      for (let entry = 0; entry < size; entry++) {
        let slot = hashes[entry]! & (capacity - 1)
        while (slots[slot] !== 0) slot = (slot + 1) & (capacity - 1)
        slots[slot] = entry + 1
      }
    }
  }

  const addHashed = (hash: number, tuple: ArrayLike<number>, count: number): number => {
    let slot = slotOf(hash, tuple)
    const known = slots[slot]! - 1
    if (known >= 0) {
      counts[known]! += count
      return known
    }
    if (size === room || size * 2 >= capacity) {
      grow()
      slot = slotOf(hash, tuple)
    }
    for (let p = 0; p < width; p++) {
      const number = tuple[p]!
      if (number > most[p]!) {
        columns[p] = copied(columns[p]!, emptyColumn(number + 1, room))
        most[p] = mostOf(columns[p]!)
      }
      columns[p]![size] = number
    }
    counts[size] = count
    hashes[size] = hash
    slots[slot] = ++size
    return size - 1
  }

  return {
    get size() {
      return size
    },
    get bytes() {
      return bytes()
    },
    get columns() {
      return columns
    },
    get counts() {
      return counts
    },
    find: (tuple) => slots[slotOf(hashOf(tuple, width), tuple)]! - 1,
    add: (tuple, count) => addHashed(hashOf(tuple, width), tuple, count),
    addColumns(given, times, rows) {
      const entries = new Uint32Array(rows)
      const tuple = new Uint32Array(width)
      for (let row = 0; row < rows; row++) {
        for (let p = 0; p < width; p++) tuple[p] = given[p]![row]!
        entries[row] = addHashed(hashOf(tuple, width), tuple, times ? times[row]! : 1)
      }
      return entries
    },
  }
}

/** Room for numbers below `most`. */
export function emptyColumn(most: number, length: number): NumberColumn {
  return most <= 0x100 ? new Uint8Array(length) : most <= 0x10000 ? new Uint16Array(length) : new Uint32Array(length)
}

/** The largest number that a column holds. */
function mostOf({ BYTES_PER_ELEMENT }: NumberColumn): number {
  return 2 ** (8 * BYTES_PER_ELEMENT) - 1
}

function copied<T extends NumberColumn | Float64Array | Int32Array>(from: T, into: T): T {
  into.set(from as never)
  return into
}

/** A hash of a tuple, the same wherever tuples are looked up. */
export function hashOf(tuple: ArrayLike<number>, width: number): number {
  let hash = 0
  for (let p = 0; p < width; p++) {
    const h = Math.imul(hash ^ tuple[p]!, 0x9e3779b1)
    hash = h ^ (h >>> 15)
  }
  return hash
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
