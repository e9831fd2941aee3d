/** Rows by the different combinations of numbers that they have. */
export interface NumberedTuples {
  /** by row: number of its combination, in the order of first appearance */
  numbers: Uint32Array
  /** by combination: a row that has it */
  first: Uint32Array
  /** by combination: rows */
  counts: Uint32Array
}

/** One place of the tuples: a number a row, below `size`. */
export interface TuplePlace {
  numbers: ArrayLike<number>
  size: number
}

/**
 * Numbers the combinations of `rows` rows. Column by column, the combination so far is kept as one number of 32 bits; where
 * that no longer fits, combinations are numbered anew, which leaves no more numbers than there are rows.
 */
export function numberTuples(places: readonly TuplePlace[], rows: number): NumberedTuples {
  const keys = new Uint32Array(rows)
  let bound = 1
  for (const { numbers, size } of places) {
    if (bound * size > MOST) bound = renumber(keys)
    if (bound * size > MOST) bound = renumberPairs(keys, numbers, size)
    else {
      for (let row = 0; row < rows; row++) keys[row] = keys[row]! * size + numbers[row]!
      bound *= size
    }
  }
  return numbered(keys)
}

const MOST = 2 ** 32

/** The keys become numbers of combinations, in place; how many there are. */
function renumber(keys: Uint32Array): number {
  const { numbers, first } = numbered(keys)
  keys.set(numbers)
  return Math.max(1, first.length)
}

/** The same of pairs that no 32 bits hold. */
function renumberPairs(keys: Uint32Array, others: ArrayLike<number>, size: number): number {
  const known = new Map<number, number>()
  for (let row = 0; row < keys.length; row++) {
    const pair = keys[row]! * size + others[row]!
    let number = known.get(pair)
    if (number === undefined) known.set(pair, (number = known.size))
    keys[row] = number
  }
  return Math.max(1, known.size)
}

function numbered(keys: Uint32Array): NumberedTuples {
  const rows = keys.length
  let capacity = 64
  while (capacity < 2 * rows) capacity *= 2
  const mask = capacity - 1
  const slots = new Uint32Array(capacity)
  const numbers = new Uint32Array(rows)
  const first = new Uint32Array(rows)
  const counts = new Uint32Array(rows)
  let size = 0
  for (let row = 0; row < rows; row++) {
    const key = keys[row]!
    let slot = spread(key) & mask
    let number: number
    while ((number = slots[slot]! - 1) >= 0 && keys[first[number]!] !== key) slot = (slot + 1) & mask
    if (number < 0) {
      number = size
      first[size] = row
      slots[slot] = ++size
    }
    numbers[row] = number
    counts[number]!++
  }
  return { numbers, first: first.slice(0, size), counts: counts.slice(0, size) }
}

function spread(key: number): number {
  const h = Math.imul(key ^ (key >>> 16), 0x9e3779b1)
  return h ^ (h >>> 15)
}
