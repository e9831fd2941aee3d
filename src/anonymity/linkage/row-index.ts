/** Rows that are equal in some columns. Keys are 64 bits of a mix of the codes, which a million rows do not exhaust. */
export interface RowIndex {
  /** group of each row, numbered as they come */
  of: Int32Array
  sizes: Uint32Array
  /** group with the codes that other columns hold in a row; -1: none. Needs the columns in the order of the index's. */
  find(columns: readonly Float64Array[], row: number): number
  /** the rows of a group */
  rows(group: number): Uint32Array
}

/** `columns`: codes; none of them: all rows are one group. */
export function indexRows(columns: readonly Float64Array[], records: number): RowIndex {
  let capacity = 16
  while (capacity < 2 * records) capacity *= 2
  const slots = new Int32Array(capacity)
  const high = new Uint32Array(records)
  const low = new Uint32Array(records)
  const of = new Int32Array(records)
  const sizes = new Uint32Array(records)
  let groups = 0
  const key = { high: 0, low: 0 }

  const slotOf = () => {
    for (let slot = (key.high ^ key.low) & (capacity - 1); ; slot = (slot + 1) & (capacity - 1)) {
      const group = slots[slot]! - 1
      if (group < 0 || (high[group] === key.high && low[group] === key.low)) return slot
    }
  }
  for (let row = 0; row < records; row++) {
    mix(columns, row, key)
    const slot = slotOf()
    let group = slots[slot]! - 1
    if (group < 0) {
      group = groups++
      high[group] = key.high
      low[group] = key.low
      slots[slot] = group + 1
    }
    of[row] = group
    sizes[group]!++
  }

  let members: { start: Uint32Array; rows: Uint32Array } | undefined
  return {
    of,
    sizes: sizes.subarray(0, groups),
    find(others, row) {
      mix(others, row, key)
      return slots[slotOf()]! - 1
    },
    rows(group) {
      members ??= membersOf(of, sizes, groups)
      return members.rows.subarray(members.start[group]!, members.start[group + 1]!)
    },
  }
}

function mix(columns: readonly Float64Array[], row: number, key: { high: number; low: number }): void {
  let a = 0x9e3779b1
  let b = 0x85ebca6b
  for (const column of columns) {
    const code = column[row]!
    a = Math.imul(a ^ (code >>> 0), 0xcc9e2d51)
    b = Math.imul(b ^ (code / 4294967296), 0x1b873593)
    a = (a ^ (a >>> 15)) + b
    b = (b ^ (b >>> 13)) + a
  }
  a = Math.imul(a ^ (a >>> 16), 0x7feb352d)
  b = Math.imul(b ^ (b >>> 15), 0x846ca68b)
  key.high = (b ^ (a >>> 14)) >>> 0
  key.low = (a ^ (b >>> 16)) >>> 0
}

function membersOf(of: Int32Array, sizes: Uint32Array, groups: number) {
  const start = new Uint32Array(groups + 1)
  for (let g = 0; g < groups; g++) start[g + 1] = start[g]! + sizes[g]!
  const next = start.slice()
  const rows = new Uint32Array(of.length)
  for (let row = 0; row < of.length; row++) rows[next[of[row]!]!++] = row
  return { start, rows }
}
