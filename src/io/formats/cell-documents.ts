import { Kind, type Column, type Edit, type Values } from '../../record/batch.ts'
import type { FieldNode } from '../../record/field-node.ts'
import { BlockFault, type Format, type FormatOptions, type Layout, type ReadBlock } from './format.ts'
import { innerDocuments, isDocument, type DocumentKind, type InnerDocuments } from './inner-documents.ts'
import { documentTree, type DocumentCell, type DocumentTree } from './document-tree.ts'

/**
 * A format whose cells may hold documents themselves (`documents` of a source): they are read, edited in place and
 * written again as the cell's text, so that the places inside them are fields like others. A document that is not well
 * formed is a fault, or sets its record aside (`broken`).
 */
export function holdingDocuments<F extends Format>(format: F): F {
  return {
    ...format,
    read: (block, layout, root) =>
      layout.options.inCells ? readOuter(format, block, layout, root) : format.read(block, layout, root),
    prologue: (layout, root, removed, before) => {
      const { inCells: documents } = layout.options
      if (!documents) return format.prologue(layout, root, removed, before)
      const tree = documentTree(root, documents)
      // Places are numbered when they are asked for.
      for (const name of layout.fields ?? []) tree.root.child(name)
      return format.prologue(layout, tree.root, tree.outerOf(removed), before)
    },
  }
}

/**
 * What most of these texts are, blank ones and `null` aside: one that is broken does not hide the others. Undefined: no
 * documents, or there is none.
 */
export function documentsIn(texts: readonly string[]): DocumentKind | undefined {
  const some = texts.filter((text) => !isNothing(text))
  return (['json', 'xml'] as const).find(
    (kind) => 2 * some.filter((text) => isDocument(kind, text)).length > some.length,
  )
}

function readOuter(format: Format, block: Uint8Array, layout: Layout, root: FieldNode): ReadBlock {
  const tree = documentTree(root, layout.options.inCells!)
  const outer = format.read(block, layout, tree.root)
  const broken = brokenRows(outer, tree, layout.options)
  if (broken.size === 0) return withInner(outer, tree, block)
  // What is left without them is read anew: a block is small, and this is rare.
  const { records } = outer.batch
  const whole = Array.from({ length: records }, (_, row) => row).filter((row) => !broken.has(row))
  const keep = new Uint8Array(records)
  for (const row of whole) keep[row] = 1
  const numbers = numbersOf(outer)
  const rest = withInner(format.read(outer.splice([], keep, new Set()), layout, tree.root), tree, block)
  return {
    ...rest,
    quarantined: [...outer.quarantined, ...[...broken].map((row) => numbers[row]!)].sort((a, b) => a - b),
    record: (row) => outer.record(whole[row]!),
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
  return isScalar(column, i) || (holds(column, i) && !isDocument(kind, text))
}

function isScalar({ kind }: Column, i: number): boolean {
  return kind[i] === Kind.number || kind[i] === Kind.boolean
}

function holds({ kind, text }: Column, i: number): boolean {
  return kind[i] === Kind.string && !isNothing(text[i]!)
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
  return {
    ...outer,
    batch: { records, columns },
    splice: (edits, keep, removed) => {
      const own = edits.flatMap(({ column, values }) => {
        const number = tree.columns.indexOf(column)
        return number < 0 ? [] : [{ column: number, values }]
      })
      const written = read.flatMap((inner) => writeCells(inner, edits, removed))
      return outer.splice([...own, ...written], keep, tree.outerOf(removed))
    },
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
  const holding = [...column.text.keys()].filter((i) => holds(column, i))
  const documents = innerDocuments(
    cell.kind,
    cell.node,
    holding.map((i) => ({
      text: column.text[i]!,
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
  const text = column.text.slice()
  documents.splice(inside, removed).forEach((written, d) => (text[holding[d]!] = written))
  const values: Values = { text, kind: column.kind }
  return [{ column: cell.outer, values }]
}

/** A fault in a document has its place in the record that it stands in. */
function placed<T>(outer: ReadBlock, cell: DocumentCell, block: Uint8Array, action: () => T): T {
  try {
    return action()
  } catch (e) {
    if (!(e instanceof BlockFault)) throw e
    const { row } = e
    const offset = outer.record(row).byteOffset - block.byteOffset
    const hints = ['mend it, or set "broken: quarantine" for the source: then its record is left out and counted']
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
