import type { ClassCounts, ValueCounts } from './class-table.ts'
import type { Hierarchy } from './hierarchy.ts'
import { packColumns, packLevel, type Pack, type PackLevel } from './packed-columns.ts'

/** The equivalence classes of one node of the lattice (one level a column). */
export interface Groups extends EntryRows {
  levels: Uint8Array
  /** by sensitive field: the values of each class */
  sensitive: ValueCounts[]
}

/**
 * Groups a table at any levels, from the smallest grouping known that is finer: classes of a coarser node are unions of
 * classes of a finer one (roll-up; K. LeFevre, D. DeWitt, R. Ramakrishnan, "Incognito", SIGMOD 2005).
 */
export interface Grouper {
  packs: Pack[]
  group(levels: Uint8Array): Groups
  /** the packs at some levels */
  packLevels(levels: ArrayLike<number>): PackLevel[]
}

/** Groupings that are kept: at most this many, and none that hardly joins classes. */
const MOST_KEPT = 192
const WORTH_KEEPING = 0.8

/** `fields`: sensitive fields whose values are carried along. */
export function createGrouper(
  counts: ClassCounts,
  hierarchies: readonly Hierarchy[],
  fields: readonly number[],
): Grouper {
  const packs = packColumns(counts)
  const entries = counts.counts.length
  const bottom: Groups = {
    levels: new Uint8Array(hierarchies.length),
    first: Uint32Array.from({ length: entries }, (_, e) => e),
    rows: counts.counts,
    sensitive: counts.sensitive.map((s, f) => (fields.includes(f) ? s : NOTHING)),
  }
  const kept: Groups[] = []
  const scratch = createScratch(entries)
  const most = counts.shape.sensitive.reduce((n, size) => Math.max(n, size), 0)
  const histogram = new Float64Array(most)

  const packLevels = (levels: ArrayLike<number>) => packs.map((pack) => packLevel(pack, hierarchies, levels))

  function finer(levels: Uint8Array): Groups {
    let best = bottom
    for (const candidate of kept)
      if (candidate.first.length < best.first.length && isBelow(candidate.levels, levels)) best = candidate
    return best
  }

  return {
    packs,
    packLevels,
    group(levels) {
      const from = finer(levels)
      const n = from.first.length
      const { first, rows } = numbered(from, packs, packLevels(levels), scratch)
      const groups: Groups = {
        levels: levels.slice(),
        first,
        rows,
        sensitive: from.sensitive.map((values, f) =>
          fields.includes(f) ? joinValues(values, scratch.of, n, first.length, histogram) : NOTHING,
        ),
      }
      if (first.length < WORTH_KEEPING * n) {
        kept.push(groups)
        // The largest helps least: whatever it serves, the table itself serves nearly as well.
        if (kept.length > MOST_KEPT)
          kept.splice(
            kept.reduce((worst, g, i) => (g.first.length > kept[worst]!.first.length ? i : worst), 0),
            1,
          )
      }
      return groups
    },
  }
}

/** Numbers the classes of some entries of a table at one node: `of[i]` of entry `first[i]`, valid until the next call. */
export interface EntryGrouper {
  packs: Pack[]
  packLevels(levels: ArrayLike<number>): PackLevel[]
  group(from: EntryRows, levels: readonly PackLevel[]): EntryRows & { of: Uint32Array }
}

/** Entries that stand for classes, and the rows of these. */
export interface EntryRows {
  first: Uint32Array
  rows: Float64Array
}

export function createEntryGrouper(counts: ClassCounts, hierarchies: readonly Hierarchy[]): EntryGrouper {
  const packs = packColumns(counts)
  const scratch = createScratch(counts.counts.length)
  return {
    packs,
    packLevels: (levels) => packs.map((pack) => packLevel(pack, hierarchies, levels)),
    group: (from, levels) => ({ ...numbered(from, packs, levels, scratch), of: scratch.of }),
  }
}

function createScratch(entries: number): Scratch {
  return {
    keys: new Float64Array(entries),
    of: new Uint32Array(entries),
    slots: new Int32Array(1 << 16),
    slotKeys: new Float64Array(1 << 16),
  }
}

const NOTHING: ValueCounts = { start: new Uint32Array(0), value: new Uint32Array(0), count: new Float64Array(0) }

interface Scratch {
  keys: Float64Array
  /** class of each group that was joined */
  of: Uint32Array
  slots: Int32Array
  slotKeys: Float64Array
}

/** Numbers the classes in the order of first appearance; fills `scratch.of`. */
function numbered(from: EntryRows, packs: readonly Pack[], levels: readonly PackLevel[], scratch: Scratch): EntryRows {
  const n = from.first.length
  const { keys, of } = scratch
  let size = 1
  for (let p = 0; p < packs.length; p++) {
    const { code, size: own } = levels[p]!
    if (own === 1 && p > 0) continue
    if (size * own > Number.MAX_SAFE_INTEGER) {
      size = number(keys, size, n, scratch)
      for (let i = 0; i < n; i++) keys[i] = of[i]!
    }
    const inPack = packs[p]!.of
    if (size === 1) for (let i = 0; i < n; i++) keys[i] = code[inPack[from.first[i]!]!]!
    else for (let i = 0; i < n; i++) keys[i] = keys[i]! * own + code[inPack[from.first[i]!]!]!
    size *= own
  }
  const classes = number(keys, size, n, scratch)
  const first = new Uint32Array(classes)
  const rows = new Float64Array(classes)
  for (let i = n - 1; i >= 0; i--) {
    first[of[i]!] = from.first[i]!
    rows[of[i]!]! += from.rows[i]!
  }
  return { first, rows }
}

/** Numbers equal keys (below `size`) alike; how many there are. */
function number(keys: Float64Array, size: number, n: number, scratch: Scratch): number {
  const { of } = scratch
  let classes = 0
  if (size <= Math.max(8 * n, 1 << 14)) {
    if (scratch.slots.length < size) {
      scratch.slots = new Int32Array(size)
      scratch.slotKeys = new Float64Array(size)
    }
    const { slots } = scratch
    slots.fill(0, 0, size)
    for (let i = 0; i < n; i++) {
      const slot = keys[i]!
      of[i] = slots[slot] === 0 ? (slots[slot] = ++classes) - 1 : slots[slot]! - 1
    }
    return classes
  }
  let capacity = 1 << 12
  while (capacity < 2 * n) capacity *= 2
  if (scratch.slots.length < capacity) {
    scratch.slots = new Int32Array(capacity)
    scratch.slotKeys = new Float64Array(capacity)
  }
  const { slots, slotKeys } = scratch
  slots.fill(0, 0, capacity)
  for (let i = 0; i < n; i++) {
    const key = keys[i]!
    const mixed = Math.imul((key | 0) ^ Math.imul((key / 0x100000000) | 0, 0x85ebca6b), 0x9e3779b1)
    let slot = (mixed ^ (mixed >>> 15)) & (capacity - 1)
    while (slots[slot] !== 0 && slotKeys[slot] !== key) slot = (slot + 1) & (capacity - 1)
    if (slots[slot] === 0) {
      slots[slot] = ++classes
      slotKeys[slot] = key
    }
    of[i] = slots[slot]! - 1
  }
  return classes
}

/** Adds up the values of joined groups: a counting sort by class, then one histogram a class. */
function joinValues(
  values: ValueCounts,
  of: Uint32Array,
  n: number,
  classes: number,
  histogram: Float64Array,
): ValueCounts {
  const begin = new Uint32Array(classes + 1)
  for (let i = 0; i < n; i++) begin[of[i]! + 1]!++
  for (let c = 0; c < classes; c++) begin[c + 1]! += begin[c]!
  const next = begin.slice()
  const members = new Uint32Array(n)
  for (let i = 0; i < n; i++) members[next[of[i]!]!++] = i
  const value = new Uint32Array(values.value.length)
  const count = new Float64Array(values.value.length)
  const start = new Uint32Array(classes + 1)
  let at = 0
  for (let c = 0; c < classes; c++) {
    const own = at
    for (let m = begin[c]!; m < begin[c + 1]!; m++) {
      const group = members[m]!
      for (let i = values.start[group]!; i < values.start[group + 1]!; i++) {
        const v = values.value[i]!
        if (histogram[v] === 0) value[at++] = v
        histogram[v]! += values.count[i]!
      }
    }
    for (let i = own; i < at; i++) {
      count[i] = histogram[value[i]!]!
      histogram[value[i]!] = 0
    }
    start[c + 1] = at
  }
  return { start, value: value.slice(0, at), count: count.slice(0, at) }
}

export function isBelow(a: Uint8Array, b: Uint8Array): boolean {
  for (let c = 0; c < a.length; c++) if (a[c]! > b[c]!) return false
  return true
}
