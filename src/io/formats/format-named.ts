import { holdingDocuments } from './cell-documents.ts'
import { csv, tsv } from './csv.ts'
import { csvDialect, tsvDialect } from './csv-dialect.ts'
import type { Format, FormatOptions, Layout } from './format.ts'
import { json } from './json.ts'
import { jsonl } from './jsonl.ts'
import { parquet } from './parquet/parquet.ts'
import { withPartition } from './partition-columns.ts'
import { xml } from './xml.ts'

const formats: readonly Format[] = [
  ...[csv, tsv, csvDialect, tsvDialect, jsonl, json, xml].map(holdingDocuments),
  parquet,
]

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
  const named = formatNamed(format)
  return options.partition ? withPartition(named, options.partition) : named
}

/** The format for a source: as named, else by the file's ending; undefined: neither says. Options outside RFC 4180 choose csv-parse. */
export function formatFor(name: string | undefined, file: string, options: FormatOptions): Format | undefined {
  const ending = /\.([a-z0-9]+)(?:\.(?:gz|gzip|zst|zstd))?$/i.exec(file)?.[1]?.toLowerCase()
  const format = formats.find((f) =>
    name === undefined ? ending !== undefined && f.extensions.includes(ending) : f.name === name,
  )
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
