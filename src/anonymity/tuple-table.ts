import { PerdeError } from '../errors.ts'
import { bitsBelow, fillSlots, packColumns, packingOf, packTuple, slotOfWords, unpackColumn } from './tuple-packing.ts'

/** One column of numbers, as narrow as its values allow. */
export type NumberColumn = Uint8Array | Uint16Array | Uint32Array

/**
 * How often tuples of small numbers occur: open addressing on typed arrays, a tuple packed into as few words as its numbers
 * need. About 30 bytes for nine places of a few values; no object per tuple, and exact (tuples are compared, not hashes).
 */
export interface TupleTable {
  readonly size: number
  /** bytes that the table takes */
  readonly bytes: number
  /** the first `size` are in use */
  readonly counts: Float64Array
  /** The tuples as columns, one per place, made when asked for. */
  columns(): NumberColumn[]
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
 * An empty table for tuples whose place p holds numbers below `cardinalities[p]`; with `ANY` it takes as many bits as the
 * largest number so far. `budget`: bytes it may take; doubling needs old and new for a moment, which the budget counts.
 */
export function createTupleTable(cardinalities: readonly number[], budget: number): TupleTable {
  let bits = cardinalities.map((most) => (most === ANY ? 1 : bitsBelow(most)))
  let packing = packingOf(bits)
  let slots = new Int32Array(1024)
  let room = 512
  let packed: Uint32Array = new Uint32Array(packing.words * room)
  let counts = new Float64Array(room)
  let size = 0
  let one = new Uint32Array(packing.words)
  const entryBytes = () => 4 * packing.words + 8
  const bytes = () => room * entryBytes() + 4 * slots.length

  /** Makes room for larger numbers at some places. */
  const widen = (largest: readonly number[]): void => {
    const wider = bits.map((own, p) => Math.max(own, bitsBelow(largest[p]! + 1)))
    if (wider.every((own, p) => own === bits[p])) return
    const columns = bits.map((own, p) => unpackColumn(packing, packed, p, own, new Uint32Array(size)))
    bits = wider
    packing = packingOf(bits)
    packed = packColumns(packing, columns, size, new Uint32Array(packing.words * room))
    one = new Uint32Array(packing.words)
    slots.fill(0)
    fillSlots(slots, packed, size, packing.words)
  }

  const grow = () => {
    if (size === room) {
      if (bytes() + 2 * room * entryBytes() > budget) throw tooManyTuples(size)
      room *= 2
      packed = copied(packed, new Uint32Array(packing.words * room))
      counts = copied(counts, new Float64Array(room))
    }
    if (size * 2 >= slots.length) {
      if (bytes() + 8 * slots.length > budget) throw tooManyTuples(size)
      slots = new Int32Array(2 * slots.length)
      fillSlots(slots, packed, size, packing.words)
    }
  }

  const addPacked = (given: Uint32Array, at: number, count: number): number => {
    const { words } = packing
    let slot = slotOfWords(slots, packed, given, at, words)
    const known = slots[slot]! - 1
    if (known >= 0) {
      counts[known]! += count
      return known
    }
    if (size === room || size * 2 >= slots.length) {
      grow()
      slot = slotOfWords(slots, packed, given, at, words)
    }
    for (let w = 0; w < words; w++) packed[size * words + w] = given[at + w]!
    counts[size] = count
    slots[slot] = ++size
    return size - 1
  }

  /** Whether each number has its room. */
  const fits = (tuple: ArrayLike<number>) => bits.every((own, p) => tuple[p]! < 2 ** own)

  return {
    get size() {
      return size
    },
    get bytes() {
      return bytes()
    },
    get counts() {
      return counts
    },
    columns: () => bits.map((own, p) => unpackColumn(packing, packed, p, own, emptyColumn(2 ** own, size))),
    find(tuple) {
      if (!fits(tuple)) return -1
      packTuple(packing, tuple, one)
      return slots[slotOfWords(slots, packed, one, 0, packing.words)]! - 1
    },
    add(tuple, count) {
      if (!fits(tuple)) widen(Array.from(bits, (_, p) => tuple[p]!))
      packTuple(packing, tuple, one)
      return addPacked(one, 0, count)
    },
    addColumns(given, times, rows) {
      widen(given.map((column) => largestOf(column, rows)))
      const all = packColumns(packing, given, rows)
      const entries = new Uint32Array(rows)
      for (let row = 0, at = 0; row < rows; row++, at += packing.words)
        entries[row] = addPacked(all, at, times ? times[row]! : 1)
      return entries
    },
  }
}

function largestOf(column: ArrayLike<number>, length: number): number {
  let largest = 0
  for (let i = 0; i < length; i++) if (column[i]! > largest) largest = column[i]!
  return largest
}

/** Room for numbers below `most`. */
export function emptyColumn(most: number, length: number): NumberColumn {
  return most <= 0x100 ? new Uint8Array(length) : most <= 0x10000 ? new Uint16Array(length) : new Uint32Array(length)
}

function copied<T extends Uint32Array | Float64Array>(from: T, into: T): T {
  into.set(from)
  return into
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
