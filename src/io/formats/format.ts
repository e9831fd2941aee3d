import type { Batch, Edit } from '../../record/batch.ts'
import type { FieldNode } from '../../record/field-node.ts'
import { factsOf, type FormatName } from '../../record/format-facts.ts'
import type { Compression } from './parquet/codecs.ts'
import type { SchemaNode } from './parquet/schema.ts'

/**
 * The seam between the engine and a format: bytes ↔ batches. A format opens no file and keeps no state
 * between blocks, so any block can go to any worker. The engine knows only this page.
 */
export type Format = StreamFormat | IndexedFormat

/** What an output is made of around its records. */
export interface Writer {
  /** which of the formats it is */
  readonly is: FormatName
  /** Bytes before the first record of an output: the header without the fields that leave, or what was `before` in the input. */
  prologue(layout: Layout, root: FieldNode, removed: ReadonlySet<number>, before: Uint8Array): Uint8Array
  /** undefined: records stand alone in their file */
  readonly document?: OutputDocument
  /** Puts the written blocks of one file together, on the main thread; undefined: they stand one behind another. */
  assemble?(layout: Layout, root: FieldNode, removed: ReadonlySet<number>): FileAssembly
  /** where written records end; undefined: the format that reads them says it */
  ends?(written: Uint8Array): Uint32Array
}

/** What blocks are to workers, however they were cut. */
interface BlockFormat extends Writer {
  /** as layouts carry it: there may be several ways to read a format */
  readonly name: string
  /** Finds the fields of a block and decodes the cells of the nodes that have a column. Throws BlockFault. */
  read(block: Uint8Array, layout: Layout, root: FieldNode): ReadBlock
  /** The same for a block that may be too large to be decoded at once; undefined: none is. Throws BlockFault. */
  slice?(block: Uint8Array, layout: Layout, root: FieldNode): SlicedBlock
  /** Asks for every field that the layout declares, without a record; undefined: fields are found in the records. */
  meet?(layout: Layout, root: FieldNode): void
  readonly document?: DocumentFormat
}

/** A format whose records follow one another: it is cut as it is read. */
export interface StreamFormat extends BlockFormat {
  /** how the text is written, where the first bytes of an input say so themselves. Throws INPUT_ENCODING */
  charset?(first: Uint8Array): FormatOptions['encoding']
  /**
   * Looks at the beginning of an input. `complete`: these are all its bytes. undefined: more bytes are needed.
   * Throws INPUT_* with an offset.
   */
  open(start: Uint8Array, options: FormatOptions, complete: boolean): Opened | undefined
  /**
   * The longest beginning of `bytes` that is whole records, where `bytes` begins at a record. Called by the main thread
   * on every block, so it looks at as little as it can. `complete`: no byte follows.
   */
  cut(bytes: Uint8Array, layout: Layout, complete: boolean): Cut
}

/** A format whose files have an index, by which their parts are found: it is cut by places, whatever the size of blocks. */
export interface IndexedFormat extends BlockFormat {
  /** its parts can be found one after another, in an input whose end nobody knows yet */
  readonly forward?: true
  /** Reads the index of an input. Throws INPUT_*. */
  index(file: RandomBytes, options: FormatOptions): Promise<IndexedInput>
}

/** Bytes by place. */
export interface RandomBytes {
  /** Infinity: it ends where nothing more comes; what was read before is not there again */
  readonly size: number
  /** Fills `into` from `offset` on; resolves with the number of bytes, fewer where the input ends. */
  readAt(into: Uint8Array, offset: number): Promise<number>
}

export interface IndexedInput {
  layout: Layout
  /** in their order; each owns its memory */
  blocks(): AsyncGenerator<IndexedBlock>
}

export interface IndexedBlock {
  /** where its records stand, were all of the input unpacked */
  offset: number
  /** about how many bytes of the input as it is stored come before its end */
  read: number
  bytes: Uint8Array
}

/** One output file in the making. */
export interface FileAssembly {
  /** what `splice` made of a block, as it stands in the file */
  add(block: Uint8Array): Uint8Array
  /** records that `apart` made, one behind another, as they stand in the file */
  addRecords(bytes: Uint8Array): Uint8Array
  /** at the end: records that waited for more of their group, as they stand in the file; absent: none ever waits */
  rest?(): Uint8Array
  /** bytes behind the last record */
  end(): Uint8Array
}

/** Does something stand behind the records of an output? */
export function endsIn(format: FormatName): boolean {
  const { kind } = factsOf(format)
  return kind === 'document' || kind === 'typed'
}

/** What a format does whose records stand inside a document. */
export interface DocumentFormat extends OutputDocument {
  /**
   * Names and values outside the records that will be written, which no rule of a policy covers. `before`: bytes in front
   * of the first record; `after`: behind the last, undefined where they are not known yet. Throws INPUT_* where it is no
   * document, also where nothing of it will be written.
   */
  texts(layout: Layout, before: Uint8Array, after: Uint8Array | undefined): TextAround[]
}

/** How records are written inside a document. */
export interface OutputDocument {
  /** Where the records of an output are, as the option `record` says it. */
  place(layout: Layout): string
  /** Bytes behind the last record of an output. */
  epilogue(layout: Layout, after: Uint8Array): Uint8Array
  /** The written records of a block without what joins them to a record before them. */
  first(bytes: Uint8Array): Uint8Array
  /** A written record alone, without what joins it to those before and behind it. */
  bare(record: Uint8Array): Uint8Array
  /** what joins records whose order is another than in the input */
  readonly separator: string
}

/** Something that stands in a document outside its records; text '': the name alone. */
export interface TextAround {
  path: string
  text: string
}

export interface Cut {
  /** 0: no whole record yet */
  length: number
  /** the records end here: what follows is the rest of the document */
  last?: true
  /** what follows can be no record; `offset`: from the beginning of the bytes */
  wrong?: { code: FaultCode; message: string; offset: number; hints: string[] }
}

export interface ReadBlock {
  batch: Batch
  /** numbers, among all records of the block, of those that were set aside and are not in the batch, ascending */
  quarantined: readonly number[]
  /** the bytes of a record, without the line end: as they stand in the block, where each stands in one piece */
  record(row: number): Uint8Array
  /** about where a record stands in the block; undefined: where the bytes of `record` do */
  offset?(row: number): number
  /**
   * The block with edits in place; records whose `keep` is 0 are left out, columns in `removed` leave the records.
   * Whatever is not edited is copied byte for byte.
   */
  splice(edits: readonly Edit[], keep: Uint8Array, removed: ReadonlySet<number>): Uint8Array
  /** The same, each record by itself; undefined: records stand by themselves in what `splice` writes. */
  readonly apart?: (edits: readonly Edit[], keep: Uint8Array, removed: ReadonlySet<number>) => Apart
}

/** Written records, and where each ends. */
export interface Apart {
  bytes: Uint8Array
  ends: Uint32Array
}

/** A block whose records are decoded some thousand at a time, and written together. */
export interface SlicedBlock {
  /** in order; what one holds may be forgotten when the next is asked for */
  slices(): Iterable<Slice>
  /** the block with what `put` took of its slices, as `splice` writes one; asked once, in the end. Throws BlockFault */
  written(): Uint8Array
}

/** Of a format with types. */
export type TypedReadBlock = ReadBlock & Required<Pick<ReadBlock, 'apart'>>

/** Some records of a block. */
export interface Slice extends TypedReadBlock {
  /** number of its first record in the block */
  first: number
  /** Takes what `splice` does, for `written`: the same columns in every slice. Throws BlockFault. */
  put(edits: readonly Edit[], keep: Uint8Array, removed: ReadonlySet<number>): void
}

/** What `open` learnt. `start`: offset of the first record. */
export interface Opened {
  layout: Layout
  start: number
}

/** What workers need to know about an input to read its blocks: plain data, it crosses threads. */
export interface Layout {
  format: string
  /** names of the fields where the format has a header; undefined: fields are found in the records */
  fields?: string[]
  /** names and types of the fields where the format has them; they are written as they are read, but for what rules change */
  schema?: readonly SchemaNode[]
  options: FormatOptions
  /** of Arrow: messages one after another, without an index at the end */
  stream?: true
  /** the line end of the header, which a written header repeats */
  newline?: string
  /** where the records of a document are, as the option says it */
  record?: string
  /** a document without records: `record` is where they would stand, with `*` for a name that nobody said */
  none?: true
}

/** The source's options that concern the format (policy, `dataset.sources`). */
export interface FormatOptions {
  /** how the text is written; default: UTF-8, or UTF-16 where a byte order mark says so. Formats see UTF-8 */
  encoding?: 'utf-8' | 'utf-16' | 'utf-16le' | 'utf-16be' | 'windows-1251' | 'kz-1048'
  delimiter?: string
  quote?: string
  escape?: string
  comment?: string
  null?: string
  header?: boolean
  /** whoever reads what is written knows a line with nothing on it for a record of one null, as PostgreSQL does */
  blankLines?: 'records'
  /** a record with another number of fields than the header: a fault (default), or set aside and counted */
  ragged?: 'fail' | 'quarantine'
  /** where the records of a document are: a JSON Pointer to their array, the names from the root of XML to their element */
  record?: string
  /** the document around the records: what is personal there stops the run, or it is not written */
  around?: 'check' | 'drop'
  /** columns that the path of the file says: the same in every record of it */
  partition?: readonly PartitionColumn[]
  /** cells that hold documents, whose fields are addressed below them: path → what they are written in */
  documents?: Readonly<Record<string, DocumentKind>>
  /** a record with a document in a cell that is not well formed: a fault (default), or set aside and counted */
  broken?: 'fail' | 'quarantine'
  /** what records are written as, where that is another format than theirs */
  output?: OutputSpec
  /** what is one cell, and holds others, has its JSON as text; undefined: it has none where the format does not write JSON */
  containers?: 'text'
  /** neutralise cells that a spreadsheet would run as a formula */
  neutralise?: boolean
  /** how an output is packed, where the format packs its parts; default: snappy */
  compression?: Compression
  /** which fields are made up, as JSON, for formats whose files have metadata */
  marking?: string
}

/** What records are converted to. */
export interface OutputSpec {
  format: FormatName
  /** values inside of values, where the format has no place for them: a fault, or a text of JSON */
  nested: 'fail' | 'json'
  /** paths of the fields at the top of a record, in order, where no header or schema says them */
  columns?: readonly string[]
  /** types of columns that came as text, by path, in the words of a policy; others are of texts */
  types?: Readonly<Record<string, string>>
  /** as of the source's own options, for what is written */
  neutralise?: boolean
}

/** A column of every record of a file. null: it has no value. */
export interface PartitionColumn {
  name: string
  value: string | null
  /** what it became in the release; undefined: not known yet */
  written?: string | null
}

/**
 * A JSON object or array, an XML document; any JSON value, or an array as PostgreSQL writes it (`{a,"b c",NULL}`), in columns
 * that a database has typed so.
 */
export type DocumentKind = 'json' | 'xml' | 'value' | 'array'

/** As `record`: the first array of objects, or the first element that is repeated, wherever it is in the document. */
export const ANYWHERE = '*'

/** A fault in a block: place relative to the block; the engine adds what came before. */
export class BlockFault extends Error {
  readonly code: FaultCode
  /** record inside the block, from 0 */
  readonly row: number
  /** byte offset inside the block */
  readonly offset: number
  readonly hints: string[]
  readonly field: string | undefined
  constructor(code: FaultCode, message: string, row: number, offset: number, hints: string[] = [], field?: string) {
    super(message)
    this.name = 'BlockFault'
    this.code = code
    this.row = row
    this.offset = offset
    this.hints = hints
    this.field = field
  }
}

export type FaultCode =
  | 'INPUT_ENCODING'
  | 'INPUT_NUL'
  | 'INPUT_UNTERMINATED_QUOTE'
  | 'INPUT_STRAY_QUOTE'
  | 'INPUT_RAGGED_ROW'
  | 'INPUT_JSON'
  | 'INPUT_JSON_DEPTH'
  | 'INPUT_JSON_DUPLICATE_KEY'
  | 'INPUT_XML'
  | 'INPUT_XML_DEPTH'
  | 'INPUT_XML_DOCTYPE'
  | 'INPUT_TORN_TAIL'
  | 'INPUT_PARQUET'
  | 'INPUT_COMPRESSED'
  | 'INPUT_ARROW'
  | 'INPUT_RECORD_TOO_LARGE'
  | 'INPUT_VALUE'
  | 'INPUT_CHANGED'
  | 'POLICY_UNCOVERED_FIELD'
  | 'PLAN_LIMIT'
