import { isAscii } from 'node:buffer'
import { Kind, type Batch, type Column, type Edit, type Values } from '../../record/batch.ts'
import type { FieldNode } from '../../record/field-node.ts'
import { ByteSink } from './byte-sink.ts'
import { findCells, wholeRecords, type Cells } from './csv-cells.ts'
import { decodeColumn, unquote } from './csv-column.ts'
import { csvHeader } from './csv-header.ts'
import { isFormula } from './csv-formula.ts'
import { checkText } from './encoding.ts'
import { isLostAlone, readsBlankLines } from './lone-cell.ts'
import { textSource, type TextSource } from './slices.ts'
import type { StreamFormat, Layout, Opened, FormatOptions, ReadBlock } from './format.ts'

/**
 * CSV and TSV by RFC 4180, with any one byte as delimiter and as quote. Cells are found by offsets; what no rule
 * touches is copied as bytes and never decoded. Other dialects (escape, comment) are csv-dialect.ts.
 */
export const csv: StreamFormat = format('csv', ',')
export const tsv: StreamFormat = format('tsv', '\t')

function format(name: 'csv' | 'tsv', delimiter: string): StreamFormat {
  const withDefaults = (options: FormatOptions): FormatOptions => ({ delimiter, quote: '"', ...options })
  return {
    name,
    is: name,
    open: (start, options, complete) => openCsv(name, start, withDefaults(options), complete),
    cut: (bytes, layout, complete) => ({
      length: complete ? bytes.length : wholeRecords(bytes, byteOf(layout.options.quote)),
    }),
    read: readCsv,
    prologue: (layout, root, removed) => headerBytes(layout, root, removed),
  }
}

function openCsv(name: string, start: Uint8Array, options: FormatOptions, complete: boolean): Opened | undefined {
  const header = csvHeader(
    start,
    options,
    complete,
    (bytes) => {
      const cells = findCells(bytes, byteOf(options.delimiter), byteOf(options.quote), 0, { most: 1 })
      const row = Array.from({ length: cells.columns }, (_, c) => decodeCell(bytes, cells, c, byteOf(options.quote)))
      return { row, end: cells.recordEnd[0] ?? bytes.length }
    },
    (bytes) => wholeRecords(bytes, byteOf(options.quote)),
  )
  if (!header) return undefined
  return { layout: { format: name, fields: header.fields, options, newline: header.newline }, start: header.end }
}

function readCsv(block: Uint8Array, layout: Layout, root: FieldNode): ReadBlock {
  const delimiter = byteOf(layout.options.delimiter)
  const quote = byteOf(layout.options.quote)
  const fields = layout.fields ?? []
  // The records before an offset, for the place of a fault; parsed again because that happens once in a run's life.
  checkText(block, (offset) => countRecords(block, offset, delimiter, quote, fields.length))
  const cells = findCells(block, delimiter, quote, fields.length, { ragged: layout.options.ragged ?? 'fail' })
  const nodes = fields.map((name) => root.child(name))
  const ascii = isAscii(block)
  const source = textSource(block)
  const columns: (Column | undefined)[] = []
  const positions: number[] = []
  const row = new Int32Array(cells.records)
  for (let r = 0; r < row.length; r++) row[r] = r
  const reading = { quote, ascii, nullText: layout.options.null }
  nodes.forEach((node, c) => {
    if (node.column >= 0) positions[node.column] = c
    node.meet(Kind.string)
    if (node.column >= 0) columns[node.column] = decodeColumn(source, cells, c, { path: node.path, row }, reading)
  })
  const batch: Batch = { records: cells.records, columns }
  const recordStart = (row: number) => cells.bounds[row * cells.columns * 2]!
  return {
    batch,
    quarantined: cells.ragged,
    record: (row) => block.subarray(recordStart(row), cells.bounds[(row + 1) * cells.columns * 2 - 1]),
    offset: recordStart,
    splice: (edits, keep, removed) => spliceCsv(block, cells, layout, positions, edits, keep, removed),
  }
}

function decodeCell(bytes: Uint8Array, cells: Cells, c: number, quote: number): string {
  return cellText(textSource(bytes), cells.bounds[c * 2]!, cells.bounds[c * 2 + 1]!, quote)
}

function cellText(block: TextSource, start: number, end: number, quote: number): string {
  return block[start] === quote ? unquote(block, start, end, quote, false) : block.utf8Slice(start, end)
}

/** What the output of one record is made of: a run of columns copied as they stand, or one cell written anew. */
interface Piece {
  from: number
  to: number
  values?: Values
}

function spliceCsv(
  block: Uint8Array,
  cells: Cells,
  layout: Layout,
  positions: readonly number[],
  edits: readonly Edit[],
  keep: Uint8Array,
  removed: ReadonlySet<number>,
): Uint8Array {
  const pieces = piecesOf(cells.columns, positions, edits, removed, layout.options.neutralise === true)
  const { records, columns, bounds, recordEnd } = cells
  const sink = new ByteSink(block.length + (block.length >> 3) + 256)
  const source = textSource(block)
  const delimiter = byteOf(layout.options.delimiter)
  const quote = byteOf(layout.options.quote)
  const neutralise = layout.options.neutralise === true
  const alone = pieces.length === 1 && pieces[0]!.from === pieces[0]!.to
  const nullText = layout.options.null
  const blankLines = readsBlankLines(layout.options)
  const copyCell = (start: number, end: number) => {
    const bare = block[start] !== quote
    const text = bare || neutralise ? cellText(source, start, end, quote) : ''
    if (neutralise && isFormula(text)) return writeCell(sink, text, delimiter, quote, true, false)
    const lost = alone && bare && isLostAlone(text, blankLines) && !(blankLines && text === nullText)
    if (lost) writeCell(sink, text, delimiter, quote, false, true)
    else sink.copy(block, start, end)
  }
  for (let r = 0; r < records; r++) {
    if (keep[r] === 0) continue
    const base = r * columns * 2
    for (let p = 0; p < pieces.length; p++) {
      const piece = pieces[p]!
      if (p > 0) sink.byte(delimiter)
      if (piece.values) {
        const value = valueAt(piece.values, r)
        const text = value ?? nullText ?? ''
        // Quoted: a text that would read as null, or a lone cell that would read as no record or as the end of all.
        const lost = alone && isLostAlone(text, blankLines)
        const force = value === null ? lost && !blankLines : lost || text === nullText
        writeCell(sink, text, delimiter, quote, neutralise, force)
      } else if (alone || neutralise) copyCell(bounds[base + piece.from * 2]!, bounds[base + piece.to * 2 + 1]!)
      else sink.copy(block, bounds[base + piece.from * 2]!, bounds[base + piece.to * 2 + 1]!)
    }
    sink.copy(block, bounds[base + columns * 2 - 1]!, recordEnd[r]!)
  }
  return sink.finish()
}

function valueAt({ text, kind }: Values, row: number): string | null {
  return kind[row] === Kind.null || kind[row] === Kind.absent ? null : text[row]!
}

function piecesOf(
  columns: number,
  positions: readonly number[],
  edits: readonly Edit[],
  removed: ReadonlySet<number>,
  single: boolean,
): Piece[] {
  const edited = new Map(edits.map((e) => [positions[e.column]!, e.values]))
  const gone = new Set([...removed].map((column) => positions[column]))
  const pieces: Piece[] = []
  for (let c = 0; c < columns; c++) {
    if (gone.has(c)) continue
    const values = edited.get(c)
    const last = pieces.at(-1)
    if (values) pieces.push({ from: c, to: c, values })
    else if (last && !last.values && last.to === c - 1 && !single) last.to = c
    else pieces.push({ from: c, to: c })
  }
  return pieces
}

/** One cell, quoted where RFC 4180 asks for it, or by force. */
export function writeCell(
  sink: ByteSink,
  text: string,
  delimiter: number,
  quote: number,
  neutralise: boolean,
  force: boolean,
): void {
  const value = neutralise && isFormula(text) ? `'${text}` : text
  if (!force && sink.plain(value, quote, delimiter)) return
  if (!force && !needsQuotes(value, quote, delimiter)) sink.text(value)
  else {
    const mark = String.fromCharCode(quote)
    sink.byte(quote)
    sink.text(value.includes(mark) ? value.replaceAll(mark, mark + mark) : value)
    sink.byte(quote)
  }
}

function needsQuotes(value: string, quote: number, delimiter: number): boolean {
  for (let i = 0; i < value.length; i++) {
    const c = value.charCodeAt(i)
    if (c === quote || c === delimiter || c === 10 || c === 13) return true
  }
  return false
}

function headerBytes(layout: Layout, root: FieldNode, removed: ReadonlySet<number>): Uint8Array {
  if (layout.options.header === false) return new Uint8Array()
  const delimiter = byteOf(layout.options.delimiter)
  const quote = byteOf(layout.options.quote)
  const sink = new ByteSink(256)
  const kept = (layout.fields ?? []).filter((name) => !removed.has(root.child(name).column))
  kept.forEach((name, i) => {
    if (i > 0) sink.byte(delimiter)
    const lost = kept.length === 1 && isLostAlone(name)
    writeCell(sink, name, delimiter, quote, layout.options.neutralise === true, lost)
  })
  sink.text(layout.newline ?? '\n')
  return sink.finish()
}

/** Records before an offset, counted by the reader itself: blank lines are none, ragged records are some. */
function countRecords(block: Uint8Array, before: number, delimiter: number, quote: number, columns: number): number {
  const start = block.subarray(0, before)
  try {
    const cells = findCells(start.subarray(0, wholeRecords(start, quote)), delimiter, quote, columns, {
      ragged: 'quarantine',
    })
    return cells.records + cells.ragged.length
  } catch {
    return 0
  }
}

function byteOf(text: string | undefined): number {
  return text!.charCodeAt(0)
}
