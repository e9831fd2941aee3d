import type { Leaf } from './leaves.ts'
import { concatStores, copyStore, gather, sliceStore, type Store } from './store.ts'

/** The entries of one column of one block: levels, and the values of those that have one. */
export interface Column {
  entries: number
  /** definition levels; undefined: every entry has a value */
  defs: Uint8Array | undefined
  /** repetition levels; undefined: an entry is a record */
  reps: Uint8Array | undefined
  /** the values, or those that `indexes` choose from */
  store: Store
  indexes: Uint32Array | undefined
}

/** A column of no records. */
export function emptyColumn({ maxDef, maxRep, node }: Leaf): Column {
  const { width } = node.type
  const store = { width, count: 0, bytes: new Uint8Array(), ...(width === 0 && { offsets: new Uint32Array(1) }) }
  const levels = (most: number) => (most > 0 ? new Uint8Array() : undefined)
  return { entries: 0, defs: levels(maxDef), reps: levels(maxRep), store, indexes: undefined }
}

/** Values that a column has: its entries but for nulls and what is not there. */
export function valueCount({ store, indexes }: Column): number {
  return indexes ? indexes.length : store.count
}

/** Every value by itself, in order. */
export function plainValues({ store, indexes }: Column): Store {
  return indexes ? gather(store, indexes) : store
}

export function concatColumns(leaf: Leaf, parts: readonly Column[]): Column {
  if (parts.length === 1) return parts[0]!
  const entries = parts.reduce((n, p) => n + p.entries, 0)
  const [first] = parts
  const coded = first !== undefined && parts.every((p) => p.indexes && p.store === first.store)
  return {
    entries,
    defs:
      leaf.maxDef > 0
        ? joined(
            entries,
            parts.map((p) => p.defs!),
          )
        : undefined,
    reps:
      leaf.maxRep > 0
        ? joined(
            entries,
            parts.map((p) => p.reps!),
          )
        : undefined,
    store: coded ? first.store : concatStores(leaf.node.type.width, parts.map(plainValues)),
    indexes: coded ? joinedIndexes(parts.map((p) => p.indexes!)) : undefined,
  }
}

function joined(length: number, parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

function joinedIndexes(parts: readonly Uint32Array[]): Uint32Array {
  const out = new Uint32Array(parts.reduce((n, p) => n + p.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

/** Entry at which each record begins, and the number of entries behind the last. */
export function recordStarts({ entries, reps }: Column, records: number): Uint32Array {
  const starts = new Uint32Array(records + 1)
  if (!reps) for (let i = 0; i <= records; i++) starts[i] = i
  else {
    let n = 0
    for (let i = 0; i < entries; i++) if (reps[i] === 0) starts[n++] = i
    starts[records] = entries
  }
  return starts
}

/** Records of a column: those of its entries that begin one. */
export function recordCount({ entries, reps }: Column): number {
  if (!reps) return entries
  let n = 0
  for (let i = 0; i < entries; i++) if (reps[i] === 0) n++
  return n
}

/** The records from `from` to before `to`, in memory of their own: the pages may have many times as many. */
export function sliceRecords(column: Column, leaf: Leaf, from: number, to: number, records: number): Column {
  if (from === 0 && to === records) return column
  const starts = column.reps ? recordStarts(column, records) : undefined
  const first = starts ? starts[from]! : from
  const end = starts ? starts[to]! : to
  const values = valuesBefore(column, leaf, first)
  const count = valuesBefore(column, leaf, end) - values
  return {
    entries: end - first,
    defs: column.defs?.slice(first, end),
    reps: column.reps?.slice(first, end),
    store: column.indexes ? column.store : copyStore(sliceStore(column.store, values, values + count)),
    indexes: column.indexes?.slice(values, values + count),
  }
}

/** A column in runs of `each` records; one without records is one run. */
export function runsOfRecords(column: Column, { maxDef }: Leaf, records: number, each: number): Column[] {
  const { entries, defs, reps, store, indexes } = column
  const runs: Column[] = []
  let entry = 0
  let value = 0
  for (let record = 0; record === 0 || record < records; record += each) {
    const wanted = Math.min(each, records - record)
    let end = entry
    if (!reps) end += wanted
    // A record ends before the next entry that begins one.
    else for (let seen = 0; end < entries && (reps[end] !== 0 || ++seen <= wanted);) end++
    let values = end - entry
    if (defs) {
      values = 0
      for (let i = entry; i < end; i++) if (defs[i] === maxDef) values++
    }
    runs.push({
      entries: end - entry,
      defs: defs?.subarray(entry, end),
      reps: reps?.subarray(entry, end),
      store: indexes ? store : sliceStore(store, value, value + values),
      indexes: indexes?.subarray(value, value + values),
    })
    entry = end
    value += values
  }
  return runs
}

function valuesBefore({ defs }: Column, { maxDef }: Leaf, entry: number): number {
  if (!defs) return entry
  let n = 0
  for (let i = 0; i < entry; i++) if (defs[i] === maxDef) n++
  return n
}

/** The records with keep 1. */
export function keepRecords(column: Column, { maxDef }: Leaf, keep: Uint8Array): Column {
  if (!keep.includes(0)) return column
  const { entries, defs, reps } = column
  const chosen: number[] = []
  const values: number[] = []
  let record = -1
  let value = 0
  for (let i = 0; i < entries; i++) {
    if (!reps || reps[i] === 0) record++
    const has = !defs || defs[i] === maxDef
    if (keep[record] === 1) {
      chosen.push(i)
      if (has) values.push(value)
    }
    if (has) value++
  }
  const numbers = Uint32Array.from(values)
  return {
    entries: chosen.length,
    defs: defs && Uint8Array.from(chosen, (i) => defs[i]!),
    reps: reps && Uint8Array.from(chosen, (i) => reps[i]!),
    store: column.indexes ? column.store : gather(column.store, numbers),
    indexes: column.indexes && numbers.map((n) => column.indexes![n]!),
  }
}
