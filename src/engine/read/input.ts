import type { Compression } from '../../io/codings/compression.ts'
import type { TableSource } from '../../io/databases/postgres/table-source.ts'
import type { Format, FormatOptions } from '../../io/formats/format.ts'
import type { ByteSource } from '../../io/stores/store.ts'
import type { FormatName } from '../../record/format-facts.ts'
import type { OutputName } from './output-name.ts'

/** One input file of a source, and where its records will stand in the release. */
export interface Input {
  source: number
  sourceName: string
  bytes: ByteSource
  format: Format
  options: FormatOptions
  /** what its records are written as */
  to: FormatName
  /** where its records will stand in the release */
  output: OutputName
  /** how they will be packed; undefined: not */
  compression: Compression | undefined
  /** may the files of its source have other columns? */
  columns: 'same' | 'differ'
  /** what the manifest calls the input: never by the file's own name, which may be a person's */
  name: string
  /** of a file, or the address of an object */
  path: string | undefined
  /** a table of a database */
  table?: TableSource
  /** about how many bytes it has, where its source does not know */
  expected?: number
}

/** Closes all of them, whatever becomes of one: nothing is read any more. */
export async function closeInputs(inputs: readonly Pick<Input, 'bytes'>[]): Promise<void> {
  for (const { bytes } of inputs) await bytes.close().catch(() => undefined)
}
