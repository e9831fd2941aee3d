import { PerdeError } from '../../errors.ts'
import { arrow } from './arrow/arrow.ts'
import { holdingDocuments } from './cell-documents.ts'
import { csv, tsv } from './csv.ts'
import { csvDialect, tsvDialect } from './csv-dialect.ts'
import type { Format, FormatOptions, Layout } from './format.ts'
import { formatByEnding } from '../../record/format-facts.ts'
import { json } from './json.ts'
import { jsonl } from './jsonl.ts'
import { parquet } from './parquet/parquet.ts'
import { withPartition } from './partition-columns.ts'
import { xml } from './xml.ts'

const texts: readonly Format[] = [csv, tsv, csvDialect, tsvDialect, jsonl, json, xml].map(holdingDocuments)
const formats: readonly Format[] = [...texts, parquet, arrow]

/** Decoded a batch at a time where its cells are opened; a row group of Parquet may be too large for that. */
const openedArrow = holdingDocuments<Format>(arrow)

/** A format for RFC 4180 → the one for what is outside of it. */
const DIALECTS: ReadonlyMap<string, string> = new Map([
  [csv.name, csvDialect.name],
  [tsv.name, tsvDialect.name],
])

/** The format of that name, as a layout carries it. */
export function formatNamed(name: string): Format {
  const format = formats.find((f) => f.name === name)
  if (!format) throw new Error(`no format is called ${name}`)
  return format
}

/** How the blocks of an input are read: its format, with the columns that its path says. */
export function formatOf({ format, options }: Pick<Layout, 'format' | 'options'>): Format {
  const named = options.documents && format === arrow.name ? openedArrow : formatNamed(format)
  return options.partition ? withPartition(named, options.partition) : named
}

/**
 * The format for a source: as named, else by the file's ending; undefined: neither says. Options outside RFC 4180 choose
 * csv-parse. Throws INPUT_FORMAT where the format has no documents in its cells and is asked to open them.
 */
export function formatFor(name: string | undefined, file: string, options: FormatOptions): Format | undefined {
  const wanted = name ?? formatByEnding(file)?.name
  const format = formats.find((f) => f.name === wanted)
  // What says that cells are opened has to be obeyed: the places in them would leave as they are.
  if (options.documents && format && !texts.includes(format) && format !== arrow)
    throw new PerdeError('INPUT_FORMAT', `cells of ${format.name} are not opened as documents`, {
      hints: ['leave "documents" out for this source, and give the field that holds them a rule of its own'],
    })
  if (!isDialect(options)) return format
  const dialect = format && DIALECTS.get(format.name)
  return dialect === undefined ? format : formatNamed(dialect)
}

/** Is the dialect outside what the byte reader knows? */
function isDialect(options: FormatOptions): boolean {
  const oneByte = (text: string | undefined) => text === undefined || (text.length === 1 && text.charCodeAt(0) < 0x80)
  return (
    (options.escape !== undefined && options.escape !== (options.quote ?? '"')) ||
    options.comment !== undefined ||
    options.quote === '' ||
    !oneByte(options.delimiter) ||
    !oneByte(options.quote)
  )
}
