import { Kind, type Column, type Edit, type Values } from '../../record/batch.ts'
import type { FieldNode } from '../../record/field-node.ts'
import {
  BlockFault,
  type DocumentKind,
  type Format,
  type FormatOptions,
  type Layout,
  type ReadBlock,
} from './format.ts'
import { innerDocuments, isDocument } from './inner-documents.ts'
import type { InnerDocuments } from './cell-document.ts'
import { documentTree, isValue, type DocumentCell, type DocumentTree } from './document-tree.ts'

/**
 * A format whose cells may hold documents themselves (`documents` of a source): they are read, edited in place and
 * written again as the cell's text, so that the places inside them are fields like others. A document that is not well
 * formed is a fault, or sets its record aside (`broken`).
 */
export function holdingDocuments<F extends Format>(format: F): F {
  /** The places of an output as the format around sees them, each field of its header asked for. */
  const around = (layout: Layout, root: FieldNode, removed: ReadonlySet<number>): [FieldNode, ReadonlySet<number>] => {
    let [place, gone] = [root, removed]
    for (const documents of layersOf(layout.options).reverse()) {
      const tree = documentTree(place, documents)
      // Places are numbered when they are asked for.
      for (const name of layout.fields ?? []) tree.root.child(name)
      ;[place, gone] = [tree.root, tree.outerOf(gone)]
    }
    return [place, gone]
  }
  const { meet, assemble } = format
  return {
    ...format,
    // A block is read at once: where its documents are is known when all of it is.
    slice: undefined,
    ...(meet && { meet: (layout: Layout, root: FieldNode) => meet(layout, around(layout, root, new Set())[0]) }),
    ...(assemble && {
      assemble: (layout: Layout, root: FieldNode, removed: ReadonlySet<number>) =>
        assemble(layout, ...around(layout, root, removed)),
    }),
    read: (block, layout, root) =>
      layersOf(layout.options).reduce<Reader>(
        (read, documents) => (bytes, tree) => readOuter(read, documents, layout.options, bytes, tree),
        (bytes, tree) => format.read(bytes, layout, tree),
      )(block, root),
    prologue: (layout, root, removed, before) => format.prologue(layout, ...around(layout, root, removed), before),
  }
}

type Reader = (block: Uint8Array, root: FieldNode) => ReadBlock
type Documents = Readonly<Record<string, DocumentKind>>

/** A value of a database may hold a text that is a document: values first, then what is in cells of them. */
function layersOf({ documents }: FormatOptions): Documents[] {
  if (!documents) return []
  const some = (wanted: (kind: DocumentKind) => boolean) =>
    Object.fromEntries(Object.entries(documents).filter(([, kind]) => wanted(kind)))
  const layers = [some(isValue), some((kind) => !isValue(kind))]
  return layers.filter((layer) => Object.keys(layer).length > 0)
}

/**
 * What most of these texts are, blank ones and `null` aside: one that is broken does not hide the others. Undefined: no
 * documents, or there is none.
 */
export function documentsIn(texts: readonly string[]): 'json' | 'xml' | undefined {
  const some = texts.filter((text) => !isNothing(text))
  return (['json', 'xml'] as const).find(
    (kind) => 2 * some.filter((text) => isDocument(kind, text)).length > some.length,
  )
}

function readOuter(
  read: Reader,
  documents: Documents,
  options: FormatOptions,
  block: Uint8Array,
  root: FieldNode,
): ReadBlock {
  const tree = documentTree(root, documents)
  const outer = read(block, tree.root)
  const broken = brokenRows(outer, tree, options)
  if (broken.size === 0) return withInner(outer, tree, block)
  // What is left without them is read anew: a block is small, and this is rare.
  const { records } = outer.batch
  const whole = Array.from({ length: records }, (_, row) => row).filter((row) => !broken.has(row))
  const keep = new Uint8Array(records)
  for (const row of whole) keep[row] = 1
  const numbers = numbersOf(outer)
  const rest = withInner(read(outer.splice([], keep, new Set()), tree.root), tree, block)
  return {
    ...rest,
    quarantined: [...outer.quarantined, ...[...broken].map((row) => numbers[row]!)].sort((a, b) => a - b),
    record: (row) => outer.record(whole[row]!),
    ...(outer.offset && { offset: (row: number) => outer.offset!(whole[row]!) }),
  }
}

/** Records with a document that is not well formed, where the source sets them aside. */
function brokenRows(outer: ReadBlock, tree: DocumentTree, { broken }: FormatOptions): Set<number> {
  const rows = new Set<number>()
  if (broken !== 'quarantine') return rows
  for (const { outer: number, kind } of tree.cells) {
    const column = outer.batch.columns[number]
    column?.text.forEach((text, i) => {
      if (isBroken(column, i, kind, text)) rows.add(column.row[i]!)
    })
  }
  return rows
}

/** Numbers of the records of a batch among all of its block. */
function numbersOf({ batch, quarantined }: ReadBlock): number[] {
  const aside = new Set(quarantined)
  const all = Array.from({ length: batch.records + aside.size }, (_, n) => n)
  return all.filter((n) => !aside.has(n))
}

/** A document that is not well formed, or a value where one should be: no rule is asked for it. */
function isBroken(column: Column, i: number, kind: DocumentKind, text: string): boolean {
  return isScalar(column, i) || (holds(column, i, kind) && !isDocument(kind, text))
}

function isScalar({ kind }: Column, i: number): boolean {
  return kind[i] === Kind.number || kind[i] === Kind.boolean
}

function holds({ kind, text }: Column, i: number, document: DocumentKind): boolean {
  return kind[i] === Kind.string && (isValue(document) || !isNothing(text[i]!))
}

/** An empty cell, or what JSON calls nothing. */
function isNothing(text: string): boolean {
  const written = text.trim()
  return written === '' || written === 'null'
}

function withInner(outer: ReadBlock, tree: DocumentTree, block: Uint8Array): ReadBlock {
  const { records } = outer.batch
  const columns: (Column | undefined)[] = []
  tree.columns.forEach((own, number) => {
    const column = outer.batch.columns[number]
    if (own >= 0 && column) columns[own] = column
  })
  const read = tree.cells.flatMap((cell) => {
    const column = outer.batch.columns[cell.outer]
    if (!column) return []
    const inner = placed(outer, cell, block, () => openCells(column, cell))
    inner.documents.batch.columns.forEach((found, own) => {
      if (found) columns[own] = found
    })
    return [inner]
  })
  const outerEdits = (edits: readonly Edit[], removed: ReadonlySet<number>): Edit[] => {
    const own = edits.flatMap(({ column, values }) => {
      const number = tree.columns.indexOf(column)
      return number < 0 ? [] : [{ column: number, values }]
    })
    return [...own, ...read.flatMap((inner) => writeCells(inner, edits, removed))]
  }
  const { apart } = outer
  return {
    ...outer,
    batch: { records, columns },
    splice: (edits, keep, removed) => outer.splice(outerEdits(edits, removed), keep, tree.outerOf(removed)),
    ...(apart && {
      apart: (edits: readonly Edit[], keep: Uint8Array, removed: ReadonlySet<number>) =>
        apart(outerEdits(edits, removed), keep, tree.outerOf(removed)),
    }),
  }
}

interface CellsRead {
  cell: DocumentCell
  column: Column
  /** numbers of the cells that hold a document */
  holding: number[]
  documents: InnerDocuments
}

/** Throws BlockFault. */
function openCells(column: Column, cell: DocumentCell): CellsRead {
  const value = column.kind.findIndex((_, i) => isScalar(column, i))
  if (value >= 0) throw new BlockFault('INPUT_VALUE', 'a value stands where a document should', column.row[value]!, 0)
  const { kind, node } = cell
  // Where a value is one cell by its rule, null is one too, so that what is said of nulls holds; else it has no fields.
  const nulls = isValue(kind) && node.whole !== 'no'
  const holding = [...column.text.keys()].filter(
    (i) => holds(column, i, kind) || (nulls && column.kind[i] === Kind.null),
  )
  const documents = innerDocuments(
    kind,
    node,
    holding.map((i) => ({
      text: column.kind[i] === Kind.null ? null : column.text[i]!,
      row: column.row[i]!,
      element: column.element?.[i] ?? -1,
    })),
  )
  return { cell, column, holding, documents }
}

/** The cells with their documents written anew; none where nothing in them is edited, so that they are copied as they stand. */
function writeCells(
  { cell, column, holding, documents }: CellsRead,
  edits: readonly Edit[],
  removed: ReadonlySet<number>,
): Edit[] {
  const { columns } = documents.batch
  const inside = edits.filter((edit) => columns[edit.column])
  if (inside.length === 0 && ![...removed].some((own) => columns[own])) return []
  const values: Values = { text: column.text.slice(), kind: column.kind.slice() }
  documents.splice(inside, removed).forEach((written, d) => {
    values.text[holding[d]!] = written ?? ''
    values.kind[holding[d]!] = written === null ? Kind.null : Kind.string
  })
  return [{ column: cell.outer, values }]
}

/** A fault in a document has its place in the record that it stands in. */
function placed<T>(outer: ReadBlock, cell: DocumentCell, block: Uint8Array, action: () => T): T {
  try {
    return action()
  } catch (e) {
    if (!(e instanceof BlockFault)) throw e
    const { row } = e
    const offset = outer.offset?.(row) ?? outer.record(row).byteOffset - block.byteOffset
    const mend = 'mend it, or set "broken: quarantine" for the source: then its record is left out and counted'
    const hints = isValue(cell.kind) ? e.hints : [mend]
    throw new BlockFault(
      e.code,
      `${e.message}, in a document in a cell`,
      numbersOf(outer)[row]!,
      offset,
      hints,
      cell.node.path,
    )
  }
}
