import { CsvError, parse as parser, type Options } from 'csv-parse'
import { parse } from 'csv-parse/sync'
import { PerdeError } from '../../errors.ts'
import { Kind, type Column, type Edit, type Values } from '../../record/batch.ts'
import type { FieldNode } from '../../record/field-node.ts'
import { ByteSink } from './byte-sink.ts'
import { isFormula } from './csv-formula.ts'
import { STRAY_HINT } from './csv-cells.ts'
import { csvHeader } from './csv-header.ts'
import { checkText } from './encoding.ts'
import { isLostAlone, readsBlankLines } from './lone-cell.ts'
import { BlockFault, type StreamFormat, type FormatOptions, type Layout, type ReadBlock } from './format.ts'

/**
 * CSV dialects outside RFC 4180 (an escape that is not the doubled quote, comments, no quotes, long delimiters), read
 * by csv-parse. Slower than csv.ts, and records are written anew: comments go, quoting is as needed.
 */
export const csvDialect: StreamFormat = dialect('csv', ',')
export const tsvDialect: StreamFormat = dialect('tsv', '\t')

function dialect(is: 'csv' | 'tsv', delimiter: string): StreamFormat {
  const name = `${is}-dialect`
  return {
    name,
    is,
    open(start, given, complete) {
      const options = { delimiter, ...given }
      const header = csvHeader(
        start,
        options,
        complete,
        (bytes) => {
          const [first] = rows(bytes, options, { to: 1 })
          if (!first) throw new PerdeError('INPUT_EMPTY', 'the file has no record and no header')
          return { row: first.record, end: first.info.bytes }
        },
        (bytes) => wholeRecords(bytes, options),
      )
      return (
        header && {
          layout: { format: name, fields: header.fields, options, newline: header.newline },
          start: header.end,
        }
      )
    },
    cut: (bytes, layout, complete) => ({
      length: complete ? bytes.length : wholeRecords(bytes, layout.options, blankLines(layout.fields)),
    }),
    read,
    prologue(layout, root, removed) {
      if (layout.options.header === false) return new Uint8Array()
      const sink = new ByteSink(256)
      writeRow(
        sink,
        (layout.fields ?? []).filter((name) => !removed.has(root.child(name).column)),
        layout,
      )
      return sink.finish()
    },
  }
}

interface Row {
  record: string[]
  info: { bytes: number }
}

function optionsOf(options: FormatOptions): Options {
  return {
    delimiter: options.delimiter ?? ',',
    quote: options.quote === '' ? false : (options.quote ?? '"'),
    escape: escapeOf(options),
    ...(options.comment !== undefined && { comment: options.comment, comment_no_infix: true }),
    record_delimiter: ['\r\n', '\n'],
    skip_empty_lines: true,
    info: true,
  }
}

/** A blank line is a record where one column is all there is, as csv.ts has it. */
function blankLines(fields: readonly string[] | undefined): Options {
  return { skip_empty_lines: fields?.length !== 1 }
}

/** Where none is named a quote is escaped by doubling it. */
function escapeOf({ quote = '"', escape = quote }: FormatOptions): string {
  return escape === '' ? '"' : escape
}

function rows(bytes: Uint8Array, options: FormatOptions, more: Options = {}): Row[] {
  return parse(bytes, { ...optionsOf(options), ...more }) as unknown as Row[]
}

/**
 * What csv-parse has emitted without seeing the end is whole. Where it finds a fault everything is handed on: the worker
 * meets it again and knows its place.
 */
function wholeRecords(bytes: Uint8Array, options: FormatOptions, more: Options = {}): number {
  const stream = parser({ ...optionsOf(options), ...more, relax_column_count: true })
  stream.on('error', () => undefined)
  stream.write(bytes)
  let end = 0
  for (let row = stream.read() as Row | null; row; row = stream.read() as Row | null) end = row.info.bytes
  const faulty = end === 0 && stream.errored !== null
  stream.destroy()
  return faulty ? bytes.length : end
}

/** Records before an offset, for the place of a fault. */
function countRecords(block: Uint8Array, offset: number, options: FormatOptions, more: Options): number {
  try {
    return Math.max(
      0,
      rows(block.subarray(0, offset + 1), options, { ...more, relax_column_count: true, relax_quotes: true }).length -
        1,
    )
  } catch {
    return 0
  }
}

function read(block: Uint8Array, layout: Layout, root: FieldNode): ReadBlock {
  const fields = layout.fields ?? []
  checkText(block, (offset) => countRecords(block, offset, layout.options, blankLines(fields)))
  const all = readRows(block, layout.options, fields)
  const fits = (row: Row) => row.record.length === fields.length
  const found = all.filter(fits)
  const starts = new Map(all.map((row, i) => [row, i === 0 ? 0 : all[i - 1]!.info.bytes]))
  const nodes = fields.map((name) => root.child(name))
  for (const node of nodes) node.meet(Kind.string)
  const columns: (Column | undefined)[] = []
  const positions: number[] = []
  nodes.forEach((node, c) => {
    if (node.column < 0) return
    const text = found.map((row) => row.record[c]!)
    const kind = Uint8Array.from(text, (t) => (t === layout.options.null ? Kind.null : Kind.string))
    columns[node.column] = { path: node.path, text, kind, row: Int32Array.from(text.keys()) }
    positions[node.column] = c
  })
  return {
    batch: { records: found.length, columns },
    quarantined: [...all.keys()].filter((i) => !fits(all[i]!)),
    record: (row) => block.subarray(starts.get(found[row]!), found[row]!.info.bytes),
    splice: (edits, keep, removed) => writeRows(found, layout, positions, edits, keep, removed),
  }
}

function readRows(block: Uint8Array, options: FormatOptions, fields: readonly string[]): Row[] {
  try {
    const found = rows(block, options, { ...blankLines(fields), relax_column_count: true })
    const ragged = found.findIndex((row) => row.record.length !== fields.length)
    if (ragged >= 0 && options.ragged !== 'quarantine')
      throw new BlockFault(
        'INPUT_RAGGED_ROW',
        `a record has ${found[ragged]!.record.length} fields where the header has ${fields.length}`,
        ragged,
        ragged === 0 ? 0 : found[ragged - 1]!.info.bytes,
      )
    return found
  } catch (e) {
    if (!(e instanceof CsvError)) throw e
    const place = e as CsvError & { records?: number; bytes?: number }
    const unclosed = e.code === 'CSV_QUOTE_NOT_CLOSED'
    throw new BlockFault(
      unclosed ? 'INPUT_UNTERMINATED_QUOTE' : 'INPUT_STRAY_QUOTE',
      unclosed ? 'a quoted field is not closed' : 'a quote stands where the dialect has none',
      place.records ?? 0,
      place.bytes ?? 0,
      unclosed ? [] : STRAY_HINT,
    )
  }
}

function writeRows(
  found: Row[],
  layout: Layout,
  positions: number[],
  edits: readonly Edit[],
  keep: Uint8Array,
  removed: ReadonlySet<number>,
): Uint8Array {
  const edited = new Map<number, Values>(edits.map((e) => [positions[e.column]!, e.values]))
  const gone = new Set([...removed].map((column) => positions[column]))
  const sink = new ByteSink(found.length * 128)
  found.forEach((row, r) => {
    if (keep[r] === 0) return
    const cells = row.record.flatMap((text, c) => {
      if (gone.has(c)) return []
      const values = edited.get(c)
      if (!values) return [text]
      return [
        values.kind[r] === Kind.null || values.kind[r] === Kind.absent ? (layout.options.null ?? '') : values.text[r]!,
      ]
    })
    writeRow(sink, cells, layout, r)
  })
  return sink.finish()
}

function writeRow(sink: ByteSink, cells: string[], layout: Layout, number = 0): void {
  const { delimiter = ',', quote = '"', comment, neutralise } = layout.options
  const escape = escapeOf(layout.options)
  // A cell that ends with the beginning of a longer delimiter would run into it.
  const partOfDelimiter = (text: string) => [...delimiter].some((letter) => text.includes(letter))
  const row = cells.map((cell, c) => {
    const text = neutralise === true && isFormula(cell) ? `'${cell}` : cell
    const breaks = partOfDelimiter(text) || /[\r\n]/.test(text)
    const lost = cells.length === 1 && isLostAlone(text)
    if (quote === '') {
      if (lost && !readsBlankLines(layout.options))
        throw new BlockFault(
          'INPUT_VALUE',
          'a record is one empty value, and the dialect has no quotes to tell it from no record',
          number,
          0,
          ['set "output.format: jsonl", keep another column, or take blank lines out of the file'],
        )
      if (!breaks) return text
      throw new BlockFault('INPUT_VALUE', 'a value holds the delimiter, and the dialect has no quotes', number, 0)
    }
    const special =
      breaks ||
      text.includes(quote) ||
      text.includes(escape) ||
      (c === 0 && comment !== undefined && text.startsWith(comment)) ||
      lost
    if (!special) return text
    const escaped =
      escape === quote
        ? text.replaceAll(quote, quote + quote)
        : text.replaceAll(escape, escape + escape).replaceAll(quote, escape + quote)
    return quote + escaped + quote
  })
  sink.text(row.join(delimiter) + (layout.newline ?? '\n'))
}
