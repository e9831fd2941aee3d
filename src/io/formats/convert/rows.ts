import { Kind, type Batch, type Column } from '../../../record/batch.ts'
import type { FieldNode } from '../../../record/field-node.ts'
import { formatName } from '../../../record/path.ts'
import { isValue } from '../document-tree.ts'
import { BlockFault, type Format, type Layout, type ReadBlock, type Writer } from '../format.ts'
import type { WrittenColumn } from './columns.ts'

/** Written records as rows of columns. */
export interface Rows {
  records: number
  columns: RowColumn[]
  /** the bytes of a record, as its own format writes it */
  record(row: number): Uint8Array
  /** what stands at the top of the records and has no column; undefined: nothing */
  stray: Stray | undefined
}

interface Stray {
  path: string
  row: number
}

export interface RowColumn {
  path: string
  /** number of the cell of each record; -1: it has none */
  cell: Int32Array
  text: readonly string[]
  kind: Uint8Array
}

/** How rows are written in a format. Throws BlockFault with the row. */
export interface RowWriter extends Writer {
  write(rows: Rows): { bytes: Uint8Array; ends: Uint32Array }
}

/** Reads written records again, as fields at their top. Throws BlockFault for several values where a row has one. */
export function rowsOf(layout: Layout, format: Format, written: Uint8Array, columns: readonly WrittenColumn[]): Rows {
  const top = topFields()
  // Of a header: its columns in their order, whatever is in them.
  for (const { path } of columns) top.numberOf(path)
  const read = readAgain(layout, format, written, columns, top.root)
  const { records } = read.batch
  if (format.is === 'xml') refuseElements(read.batch)
  const found = top.paths.map((path, n) => rowColumn(path, read.batch.columns[n], records))
  const stray = found.slice(columns.length).find(({ text }) => text.length > 0)
  return {
    records,
    columns: found.slice(0, columns.length),
    record: read.record,
    stray: stray && { path: stray.path, row: stray.cell.findIndex((cell) => cell >= 0) },
  }
}

function readAgain(
  { fields, options, ...layout }: Layout,
  format: Format,
  written: Uint8Array,
  columns: readonly WrittenColumn[],
  root: FieldNode,
): ReadBlock {
  // What stands in the names of folders is no column of the records, and texts that are documents stay texts.
  const { partition: _, documents = {}, neutralise: _neutralise, ...own } = options
  const values = Object.fromEntries(Object.entries(documents).filter(([, kind]) => isValue(kind)))
  return format.read(
    written,
    {
      ...layout,
      ...(fields && { fields: columns.map(({ name }) => name) }),
      options: { ...own, containers: 'text', ...(Object.keys(values).length > 0 && { documents: values }) },
    },
    root,
  )
}

function rowColumn(path: string, column: Column | undefined, records: number): RowColumn {
  const cell = new Int32Array(records).fill(-1)
  if (!column) return { path, cell, text: [], kind: new Uint8Array() }
  const { row, text, kind } = column
  for (let i = 0; i < row.length; i++) {
    if (cell[row[i]!] !== -1)
      throw new BlockFault('INPUT_VALUE', 'a record has several values where a row has one', row[i]!, 0, NO_ROW, path)
    cell[row[i]!] = i
  }
  return { path, cell, text, kind }
}

/** Places at the top of a record, each one cell whatever is in it. */
function topFields(): { root: FieldNode; paths: string[]; numberOf(path: string): number } {
  const numbers = new Map<string, number>()
  const paths: string[] = []
  const nodes: FieldNode[] = []
  const numberOf = (path: string) => {
    let number = numbers.get(path)
    if (number === undefined) numbers.set(path, (number = paths.push(path) - 1))
    return number
  }
  const leaf = (path: string): FieldNode => {
    const number = numberOf(path)
    const own = (): FieldNode => leaf(path)
    return (nodes[number] ??= {
      ...{ path, column: number, whole: 'closed', bare: false, repeats: 'any', textApart: false, deeper: true },
      child: own,
      element: own,
      // An attribute beside a value, and a comment in it, are further values at its place.
      attribute: own,
      part: own,
      meet: () => undefined,
    })
  }
  const root: FieldNode = {
    ...{ path: '', column: -1, whole: 'no', bare: false, repeats: 'any', textApart: false, deeper: true },
    child: (name) => leaf(formatName(name)),
    element: () => leaf('[]'),
    attribute: (name) => leaf(`@${formatName(name)}`),
    part: (part) => leaf(`#${part}`),
    meet: () => undefined,
  }
  return { root, paths, numberOf }
}

const NO_ROW = ['such records are written in their own format alone: drop the field, or leave "output.format" out']

/** Elements with others in them have no form that all agree on outside of XML. */
function refuseElements({ columns }: Batch): void {
  for (const column of columns) {
    const i = column?.kind.indexOf(Kind.container) ?? -1
    if (column && i >= 0)
      throw new BlockFault(
        'INPUT_VALUE',
        'an element of a record holds others',
        column.row[i]!,
        0,
        XML_ALONE,
        column.path,
      )
  }
}

const XML_ALONE = ['such records are written as XML alone: drop the field, or leave "output.format" out']

/** What stands in a row: the text of the cell; null: nothing does. Throws BlockFault for values in values that have no place. */
export function flatText(column: RowColumn, row: number, nested: 'fail' | 'json'): string | null {
  const i = column.cell[row]!
  if (i < 0) return null
  const kind = column.kind[i]
  if (kind === Kind.null || kind === Kind.absent) return null
  if (kind === Kind.container && nested === 'fail')
    throw new BlockFault(
      'INPUT_VALUE',
      'a value holds others, for which the output has no place',
      row,
      0,
      AS_TEXT,
      column.path,
    )
  return column.text[i]!
}

const AS_TEXT = ['set "output.nested: json": then they are written as texts of JSON; or drop the field']

/** Throws BlockFault where a record has a field that the output does not. */
export function refuseStray({ stray }: Rows): void {
  if (!stray) return
  throw new BlockFault(
    'INPUT_VALUE',
    'a record has a field that has no column in the output',
    stray.row,
    0,
    ['the columns are the fields that the policy names: give it a rule, or set "unlisted: drop"'],
    stray.path,
  )
}
