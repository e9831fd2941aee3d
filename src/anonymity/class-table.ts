import { ANY, createTupleTable, emptyColumn, type NumberColumn, type TupleTable } from './tuple-table.ts'

/**
 * Equivalence classes as counts: how often each combination of quasi-identifier leaves occurs, and with which values of
 * the sensitive fields. Every privacy model of this room is a function of it. Tables merge by addition: commutative,
 * associative, exact, so threads and machines may count apart.
 */
export interface ClassTable {
  readonly shape: ClassShape
  /** different combinations so far */
  readonly size: number
  /** rows so far */
  readonly rows: number
  /** bytes that it takes */
  readonly bytes: number
  /** one leaf number per quasi-identifier, one value number per sensitive field; throws PLAN_LIMIT beyond the budget */
  addRow(leaves: ArrayLike<number>, sensitive: ArrayLike<number>, count?: number): void
  /** the same for `rows` rows given as columns */
  addColumns(leaves: readonly ArrayLike<number>[], sensitive: readonly ArrayLike<number>[], rows: number): void
  /**
   * Adds what another table counted. `maps`: new number of each leaf (a roll-up to coarser nodes), `values`: new number of
   * each value of a sensitive field (dictionaries that grew apart); undefined: as it is.
   */
  merge(
    other: ClassCounts,
    maps?: readonly (Uint32Array | undefined)[],
    values?: readonly (Uint32Array | undefined)[],
  ): void
  /** What was counted, in the order of the combinations: equal for equal rows, however they were counted. */
  counts(): ClassCounts
  /** The same in the order in which the combinations came, for merging elsewhere: nothing is sorted and little copied. */
  unsorted(): ClassCounts
}

export interface ClassShape {
  /** by quasi-identifier: numbers are below this */
  leaves: readonly number[]
  /** by sensitive field: numbers are below this */
  sensitive: readonly number[]
}

/** Plain data that can be sent to a thread. Entries are sorted by their leaves. */
export interface ClassCounts {
  shape: ClassShape
  rows: number
  /** leaf of each entry, by quasi-identifier */
  columns: NumberColumn[]
  counts: Float64Array
  sensitive: ValueCounts[]
}

/** The values of one sensitive field by entry: those of entry e stand from `start[e]` to `start[e + 1]`. */
export interface ValueCounts {
  start: Uint32Array
  value: Uint32Array
  count: Float64Array
}

/** 256 MiB: some five million combinations of nine fields with one sensitive one. */
const BUDGET = 256 * 1024 * 1024

/** An empty table. `budget`: bytes. */
export function createClassTable(shape: ClassShape, budget = BUDGET): ClassTable {
  const share = budget / (1 + shape.sensitive.length)
  const tuples = createTupleTable(shape.leaves, share)
  const pairs = shape.sensitive.map(() => createTupleTable([ANY, ANY], share))
  const pair = new Uint32Array(2)
  let rows = 0

  const addPair = (field: number, entry: number, value: number, count: number) => {
    pair[0] = entry
    pair[1] = value
    pairs[field]!.add(pair, count)
  }

  return {
    shape,
    get size() {
      return tuples.size
    },
    get rows() {
      return rows
    },
    get bytes() {
      return pairs.reduce((sum, table) => sum + table.bytes, tuples.bytes)
    },
    addRow(leaves, sensitive, count = 1) {
      const entry = tuples.add(leaves, count)
      for (let f = 0; f < pairs.length; f++) addPair(f, entry, sensitive[f]!, count)
      rows += count
    },
    addColumns(leaves, sensitive, length) {
      const entries = tuples.addColumns(leaves, undefined, length)
      for (let f = 0; f < pairs.length; f++) pairs[f]!.addColumns([entries, sensitive[f]!], undefined, length)
      rows += length
    },
    merge(other, maps, values) {
      const columns = other.columns.map((column, c) => mapped(column, maps?.[c]))
      const entries = tuples.addColumns(columns, other.counts, other.counts.length)
      for (const [f, found] of other.sensitive.entries())
        pairs[f]!.addColumns(
          [entriesOfPairs(found, entries), mapped(found.value, values?.[f])],
          found.count,
          found.value.length,
        )
      rows += other.rows
    },
    counts: () => sorted(shape, rows, tuples, pairs),
    unsorted: () => ({
      shape,
      rows,
      columns: tuples.columns(),
      counts: tuples.counts.subarray(0, tuples.size),
      sensitive: pairs.map((table) =>
        valuesByEntry(
          table,
          Uint32Array.from({ length: tuples.size }, (_, e) => e),
        ),
      ),
    }),
  }
}

/** Numbers by their new ones. */
function mapped(numbers: NumberColumn, map: Uint32Array | undefined): NumberColumn {
  if (!map) return numbers
  const out = new Uint32Array(numbers.length)
  for (let i = 0; i < out.length; i++) out[i] = map[numbers[i]!]!
  return out
}

/** The entry in this table of each pair of another. */
function entriesOfPairs({ start, value }: ValueCounts, entries: Uint32Array): Uint32Array {
  const out = new Uint32Array(value.length)
  for (let e = 0; e < entries.length; e++) out.fill(entries[e]!, start[e]!, start[e + 1]!)
  return out
}

/**
 * The table at coarser levels: `maps` gives the new number of each leaf, `leaves` how many numbers there are then; `values` and
 * `sensitive` the same for the sensitive fields.
 */
export function rolledUp(
  counts: ClassCounts,
  maps: readonly (Uint32Array | undefined)[],
  leaves: readonly number[],
  values?: readonly (Uint32Array | undefined)[],
  sensitive: readonly number[] = counts.shape.sensitive,
  budget = BUDGET,
): ClassCounts {
  // Where no two numbers become one the entries stay apart, and only their order is another.
  if (sensitive.length === 0 && counts.columns.every((column, c) => staysApart(column, maps[c])))
    return inOrder({ leaves, sensitive }, counts, maps)
  const table = createClassTable({ leaves, sensitive }, budget)
  table.merge(counts, maps, values)
  return table.counts()
}

/** Whether the numbers of a column become as many. */
function staysApart(column: NumberColumn, map: Uint32Array | undefined): boolean {
  if (!map) return true
  const used = new Uint8Array(map.length)
  for (let e = 0; e < column.length; e++) used[column[e]!] = 1
  const taken = new Set<number>()
  let numbers = 0
  for (let n = 0; n < used.length; n++) {
    if (used[n] === 0) continue
    numbers++
    taken.add(map[n]!)
  }
  return taken.size === numbers
}

/** The entries under their new numbers, in the order of these. */
function inOrder(
  shape: ClassShape,
  { rows, columns, counts }: ClassCounts,
  maps: readonly (Uint32Array | undefined)[],
): ClassCounts {
  const renumbered = columns.map((column, c) => mapped(column, maps[c]))
  const order = sortedEntries(shape, renumbered, counts.length)
  return {
    shape,
    rows,
    columns: renumbered.map((column, c) => picked(column, order, emptyColumn(shape.leaves[c]!, order.length))),
    counts: picked(counts, order, new Float64Array(order.length)),
    sensitive: [],
  }
}

function picked<T extends NumberColumn | Float64Array>(from: ArrayLike<number>, order: Uint32Array, into: T): T {
  for (let i = 0; i < order.length; i++) into[i] = from[order[i]!]!
  return into
}

/** How often each value of a sensitive field occurs in all rows. */
export function distributionOf({ shape, sensitive }: ClassCounts, field: number): Float64Array {
  const all = new Float64Array(shape.sensitive[field]!)
  const { value, count } = sensitive[field]!
  for (let i = 0; i < value.length; i++) all[value[i]!]! += count[i]!
  return all
}

function sorted(shape: ClassShape, rows: number, tuples: TupleTable, pairs: readonly TupleTable[]): ClassCounts {
  const columns = tuples.columns()
  const order = sortedEntries(shape, columns, tuples.size)
  const place = new Uint32Array(order.length)
  for (let i = 0; i < order.length; i++) place[order[i]!] = i
  return {
    shape,
    rows,
    columns: columns.map((column, c) => picked(column, order, emptyColumn(shape.leaves[c]!, order.length))),
    counts: picked(tuples.counts, order, new Float64Array(order.length)),
    sensitive: pairs.map((table) => valuesByEntry(table, place)),
  }
}

/** Numbers of the entries, in the order of their leaves. */
function sortedEntries({ leaves }: ClassShape, columns: readonly NumberColumn[], size: number): Uint32Array {
  const combinations = leaves.reduce((product, n) => product * n, 1)
  if (combinations * size < Number.MAX_SAFE_INTEGER) {
    // The combination and the entry as one number: typed arrays sort numbers much faster than by a comparison.
    const keys = new Float64Array(size)
    for (const [c, column] of columns.entries()) {
      const most = leaves[c]!
      for (let entry = 0; entry < size; entry++) keys[entry] = keys[entry]! * most + column[entry]!
    }
    for (let entry = 0; entry < size; entry++) keys[entry] = keys[entry]! * size + entry
    keys.sort()
    const order = new Uint32Array(size)
    for (let i = 0; i < size; i++) order[i] = keys[i]! % size
    return order
  }
  return Uint32Array.from({ length: size }, (_, entry) => entry).sort((a, b) => {
    for (const column of columns) if (column[a] !== column[b]) return column[a]! - column[b]!
    return 0
  })
}

function valuesByEntry({ size, columns, counts }: TupleTable, place: Uint32Array): ValueCounts {
  const [entries, values] = columns() as [NumberColumn, NumberColumn]
  const start = new Uint32Array(place.length + 1)
  for (let i = 0; i < size; i++) start[place[entries[i]!]! + 1]!++
  for (let e = 0; e < place.length; e++) start[e + 1]! += start[e]!
  const next = start.slice()
  const order = new Uint32Array(size)
  for (let i = 0; i < size; i++) order[next[place[entries[i]!]!]!++] = i
  for (let e = 0; e < place.length; e++)
    if (start[e + 1]! - start[e]! > 1) order.subarray(start[e]!, start[e + 1]!).sort((a, b) => values[a]! - values[b]!)
  return {
    start,
    value: Uint32Array.from(order, (i) => values[i]!),
    count: Float64Array.from(order, (i) => counts[i]!),
  }
}
