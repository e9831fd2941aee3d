import { Kind, type Column as Cells, type Values } from '../../../record/batch.ts'
import { BlockFault } from '../format.ts'
import { valueCount, type Column } from './column.ts'
import type { Leaf } from './leaves.ts'
import type { Container } from './places.ts'
import type { LeafType } from './schema.ts'
import { checkExpanded, gather, type Store } from './store.ts'
import { firstBadText, valuesOf } from './value-bytes.ts'
import { kindOf, textsOf } from './value-texts.ts'

/** The texts of the values that a column has, or chooses from. */
export function valueTexts(type: LeafType, { store, indexes }: Column): string[] {
  if (indexes) checkExpanded(store, indexes)
  return textsOf(type, store)
}

/**
 * The cells of a column: a value or a null of every record, or of every element whose parent is there. `texts`: those of
 * its values.
 */
export function cellsOf(leaf: Leaf, column: Column, path: string, texts: string[]): Cells {
  const { type, optional } = leaf.node
  const { reps, entries, indexes } = column
  const kind = kindOf(type)
  const isFull = !reps && valueCount(column) === entries
  if (isFull)
    return {
      path,
      text: indexes ? chosen(texts, indexes) : texts,
      kind: new Uint8Array(entries).fill(kind),
      row: upTo(entries),
      typed: kind,
      ...(indexes && { coded: { distinct: texts, numbers: indexes } }),
    }
  const least = leaf.maxDef - (optional ? 1 : 0)
  const text: string[] = []
  const kinds = new Uint8Array(entries)
  const row = new Int32Array(entries)
  const element = new Int32Array(entries)
  const numbers = new Uint32Array(entries)
  const defs = column.defs!
  let cell = 0
  let record = -1
  let inList = -1
  let value = 0
  for (let i = 0; i < entries; i++) {
    const rep = reps ? reps[i]! : 0
    if (rep === 0) record++
    if (reps) inList = rep === 0 ? 0 : rep === 1 ? inList + 1 : inList
    const def = defs[i]!
    if (def < least) continue
    const has = def === leaf.maxDef
    const n = has ? (indexes ? indexes[value]! : value) : 0
    if (has) value++
    text.push(has ? texts[n]! : '')
    kinds[cell] = has ? kind : Kind.null
    row[cell] = record
    element[cell] = inList
    numbers[cell++] = n
  }
  return {
    path,
    text,
    kind: kinds.subarray(0, cell),
    row: row.subarray(0, cell),
    typed: kind,
    ...(reps && { element: element.subarray(0, cell) }),
    ...(indexes && { coded: { distinct: texts, numbers: numbers.subarray(0, cell) } }),
  }
}

function chosen(texts: readonly string[], numbers: Uint32Array): string[] {
  const text = new Array<string>(numbers.length)
  for (let i = 0; i < numbers.length; i++) text[i] = texts[numbers[i]!]!
  return text
}

function upTo(n: number): Int32Array {
  const numbers = new Int32Array(n)
  for (let i = 0; i < n; i++) numbers[i] = i
  return numbers
}

/** The cells of a struct or list that is one cell: is it there? `column`: any below it. */
export function containerCells({ node, parentDef, ownDef, maxRep }: Container, column: Column): Cells {
  const kinds: number[] = []
  const row: number[] = []
  eachContainer(maxRep, column, (def, record) => {
    if (def < parentDef) return
    kinds.push(def >= ownDef ? Kind.container : Kind.null)
    row.push(record)
  })
  const none = kinds.map(() => '')
  return { path: node.path, text: none, kind: Uint8Array.from(kinds), row: Int32Array.from(row), typed: Kind.container }
}

function eachContainer(
  maxRep: number,
  { entries, defs, reps }: Column,
  see: (def: number, record: number, rep: number) => void,
): void {
  let record = -1
  for (let i = 0; i < entries; i++) {
    const rep = reps ? reps[i]! : 0
    if (rep === 0) record++
    if (rep <= maxRep) see(defs ? defs[i]! : 0, record, rep)
  }
}

/**
 * A column with other values in its cells. `type`: what is written; it may be null. Throws BlockFault INPUT_VALUE for a
 * value that the type cannot hold.
 */
export function editedColumn(leaf: Leaf, column: Column, type: LeafType, values: Values, original: Cells): Column {
  const { optional } = leaf.node
  const least = leaf.maxDef - (optional ? 1 : 0)
  const { entries, reps } = column
  const defs = column.defs ? column.defs.slice() : new Uint8Array(entries).fill(0)
  const present = (cell: number) => values.kind[cell] !== Kind.null && values.kind[cell] !== Kind.absent
  const cells: number[] = []
  for (let i = 0, cell = 0; i < entries; i++) {
    if (defs[i]! < least) continue
    defs[i] = present(cell) ? least + 1 : least
    if (present(cell)) cells.push(cell)
    cell++
  }
  const texts = cells.length === values.text.length ? values.text : cells.map((cell) => values.text[cell]!)
  const failed = (index: number): never => {
    throw new BlockFault(
      'INPUT_VALUE',
      'what a rule makes of a value does not fit the type of its column',
      original.row[cells[index]!]!,
      0,
      [
        'say what to do with such values ("on-error: null"), or choose a verb that writes text, such as generalise or bucket',
      ],
      original.path,
    )
  }
  const store = withOriginals(leaf, column, type, texts, cells, original, failed)
  return { entries, defs, reps, store, indexes: undefined }
}

/** Bytes that are no text are seen as base64: what a rule left alone is written as it was. */
function withOriginals(
  leaf: Leaf,
  column: Column,
  type: LeafType,
  texts: readonly string[],
  cells: readonly number[],
  original: Cells,
  failed: (index: number) => never,
): Store {
  const isBinary = type.meaning.is === 'none' && type.physical === 'bytes'
  if (!isBinary || type !== leaf.node.type) return valuesOf(type, texts, failed)
  const written = valuesOf(type, texts, failed)
  const numberOf = new Int32Array(original.text.length).fill(-1)
  for (let cell = 0, value = 0; cell < numberOf.length; cell++)
    if (original.kind[cell] !== Kind.null) numberOf[cell] = column.indexes ? column.indexes[value++]! : value++
  const both = [column.store, written]
  const base = column.store.count
  const joined: Store = joinVaried(both)
  return gather(
    joined,
    Uint32Array.from(cells, (cell, i) =>
      numberOf[cell]! >= 0 && texts[i] === original.text[cell] ? numberOf[cell]! : base + i,
    ),
  )
}

function joinVaried(stores: readonly Store[]): Store {
  const bytes = Buffer.concat(stores.map((s) => s.bytes.subarray(s.offsets![0], s.offsets![s.count])))
  const offsets = [0]
  let base = 0
  for (const { offsets: own, count } of stores) {
    for (let i = 1; i <= count; i++) offsets.push(base + own![i]! - own![0]!)
    base = offsets.at(-1)!
  }
  return { width: 0, count: offsets.length - 1, bytes, offsets: Uint32Array.from(offsets) }
}

/** A struct or list whose rule made one value of it, as a column of texts. */
export function editedContainer(
  { parentDef, maxRep }: Container,
  column: Column,
  type: LeafType,
  values: Values,
): Column {
  const defs: number[] = []
  const reps: number[] = []
  const texts: string[] = []
  let cell = 0
  eachContainer(maxRep, column, (def, _, rep) => {
    reps.push(rep)
    if (def < parentDef) {
      defs.push(def)
      return
    }
    const kind = values.kind[cell]
    const present = kind !== Kind.null && kind !== Kind.absent
    defs.push(present ? parentDef + 1 : parentDef)
    if (present) texts.push(values.text[cell]!)
    cell++
  })
  const store = valuesOf(type, texts, () => {
    throw new Error('any text is a text')
  })
  return {
    entries: defs.length,
    defs: Uint8Array.from(defs),
    reps: maxRep > 0 ? Uint8Array.from(reps) : undefined,
    store,
    indexes: undefined,
  }
}

/** INT96 timestamps as microseconds. Throws BlockFault INPUT_VALUE for one with parts of a microsecond. */
export function asTimestamps(type: LeafType, column: Column, to: LeafType, path: string): Column {
  const texts = textsOf(type, column.store)
  const store = valuesOf(to, texts, (index) => {
    throw new BlockFault(
      'INPUT_VALUE',
      'a timestamp of the deprecated type INT96 has parts of a microsecond',
      rowOf(column, index),
      0,
      ['have the file written with INT64 timestamps in nanoseconds'],
      path,
    )
  })
  return { ...column, store }
}

/** Throws BlockFault where a text is not UTF-8, or has a NUL byte in it: detectors and readers would see less of it. */
export function checkTexts({ node, path }: Leaf, column: Column): void {
  const bad = valueCount(column) === 0 ? undefined : firstBadText(node.type.meaning, column.store)
  if (!bad) return
  const message = bad.nul ? 'a NUL byte stands in a text' : 'a text is not UTF-8'
  throw new BlockFault(
    bad.nul ? 'INPUT_NUL' : 'INPUT_ENCODING',
    message,
    rowOf(column, bad.index),
    0,
    ['the column says that it holds texts: have it written as one, or as bytes'],
    path.filter((name) => name !== 'list' && name !== 'element').join('.'),
  )
}

/** Record of the first cell that has value `index` of the store. */
function rowOf({ defs, reps, indexes, entries, store }: Column, index: number): number {
  const value = indexes ? Math.max(0, indexes.indexOf(index)) : index
  const most = defs?.reduce((a, b) => Math.max(a, b), 0) ?? 0
  let record = -1
  let n = -1
  for (let i = 0; i < entries && store.count > 0; i++) {
    if (!reps || reps[i] === 0) record++
    if (!defs || defs[i] === most) n++
    if (n === value) return record
  }
  return 0
}
