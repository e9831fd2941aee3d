import { Kind, type Column, type Edit, type Values } from '../../record/batch.ts'
import type { FieldNode } from '../../record/field-node.ts'
import { arrayToJson, jsonToArray } from './array-literal.ts'
import { ByteSink } from './byte-sink.ts'
import { BlockFault, type DocumentKind } from './format.ts'
import { spliceJson } from './json-splice.ts'
import { finishWalk, newWalk, walkInto, type Walk } from './json-walk.ts'

/** Cells of one column that hold documents: their fields are fields of the record. */
export interface DocumentCells {
  /** cells of the fields, by number of column */
  columns: readonly (Column | undefined)[]
  /** Texts of the cells of the records that are kept, in their order, null for none; undefined: all are as they were. */
  splice(edits: readonly Edit[], keep: Uint8Array, removed: ReadonlySet<number>): (string | null)[] | undefined
}

/** A cell as the reader found it. */
export interface CellText {
  /** null: the cell is null, which has no fields */
  text: string | null
  /** record inside the block, and byte offset there */
  record: number
  offset: number
}

/** `node`: the column's own field. Throws BlockFault INPUT_JSON*, INPUT_VALUE with the place of the cell. */
export function documentCells(
  node: FieldNode,
  kind: DocumentKind,
  records: number,
  cellAt: (row: number) => CellText,
): DocumentCells {
  const sink = new ByteSink(records * 64)
  const starts: number[] = []
  const ends: number[] = []
  const isNull = new Uint8Array(records)
  for (let r = 0; r < records; r++) {
    const cell = cellAt(r)
    starts.push(sink.at)
    if (cell.text === null) isNull[r] = 1
    // Where the cell is one value by its rule, null is one too, so that what is said of nulls holds; else it has no fields.
    sink.text(cell.text === null ? 'null' : kind === 'json' ? cell.text : fromArray(cell))
    ends.push(sink.at)
  }
  const bytes = sink.finish()
  const walk = newWalk(bytes, node)
  for (let r = 0; r < records; r++) {
    if (isNull[r] === 1 && node.whole === 'no') walk.firstCell.push(walk.cells.column.length)
    else walkCell(walk, starts[r]!, ends[r]!, r, cellAt)
  }
  const { columns } = finishWalk(walk, records)
  return {
    columns,
    splice(edits, keep, removed) {
      const inside = edits.filter(({ column }) => column !== node.column && columns[column])
      const own = edits.find(({ column }) => column === node.column)
      const gone = [...removed].some((column) => column !== node.column && columns[column])
      if (!own && inside.length === 0 && !gone) return undefined
      const marks: number[] = []
      const written = Buffer.from(spliceJson(bytes, walk, starts, ends, inside, keep, removed, marks))
      const changed = own && ownValues(own.values, columns[node.column]!, records)
      const texts: (string | null)[] = []
      for (let r = 0, from = 0; r < records; r++) {
        if (keep[r] === 0) continue
        const to = marks[texts.length]!
        texts.push(
          textOf(
            changed?.[r] ?? written.toString('utf8', from, to),
            kind,
            isNull[r] === 1 || changed?.[r] !== undefined,
          ),
        )
        from = to
      }
      return texts
    },
  }
}

function walkCell(walk: Walk, start: number, end: number, row: number, cellAt: (row: number) => CellText): void {
  try {
    walkInto(walk, start, end, row)
  } catch (e) {
    if (!(e instanceof BlockFault)) throw e
    const { record, offset } = cellAt(row)
    const hints = e.code === 'INPUT_JSON' ? ['the cell has to be one JSON value, as RFC 8259 writes it'] : e.hints
    throw new BlockFault(e.code, e.message, record, offset, hints, e.field)
  }
}

function fromArray({ text, record, offset }: CellText): string {
  const json = arrayToJson(text!)
  if (json === undefined)
    throw new BlockFault('INPUT_VALUE', 'a cell is not written as an array', record, offset, [
      'an array is {a,"b c",NULL}, as PostgreSQL writes it',
    ])
  return json
}

/** What became of cells that are one value each, as JSON, by record; undefined: the record's was walked into. */
function ownValues(values: Values, column: Column, records: number): (string | undefined)[] {
  const texts = new Array<string | undefined>(records)
  column.row.forEach((row, i) => {
    const kind = values.kind[i]
    const text = values.text[i]!
    texts[row] =
      kind === Kind.null || kind === Kind.absent ? 'null' : kind === Kind.string ? JSON.stringify(text) : text
  })
  return texts
}

/** A document that is nothing but null stays one where it came as one. */
function textOf(json: string, kind: DocumentKind, mayBeNull: boolean): string | null {
  if (json === 'null' && mayBeNull) return null
  return kind === 'json' ? json : jsonToArray(json)
}
