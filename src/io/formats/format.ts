import type { Batch, Edit } from '../../record/batch.ts'
import type { FieldNode } from '../../record/field-node.ts'

/**
 * The seam between the engine and a format: bytes ↔ batches. A format opens no file and keeps no state
 * between blocks, so any block can go to any worker. The engine knows only this page.
 */
export interface Format {
  readonly name: string
  /** endings of file names, without the dot; the first is the one for output */
  readonly extensions: readonly string[]
  /**
   * Looks at the beginning of an input. `complete`: these are all its bytes. undefined: more bytes are needed.
   * Throws INPUT_* with an offset.
   */
  open(start: Uint8Array, options: FormatOptions, complete: boolean): Opened | undefined
  /**
   * Length of the longest beginning of `bytes` that is whole records, where `bytes` begins at a record; 0: none yet.
   * Called by the main thread on every block, so it looks at as little as it can. `complete`: no byte follows.
   */
  cut(bytes: Uint8Array, layout: Layout, complete: boolean): number
  /** Finds the fields of a block and decodes the cells of the nodes that have a column. Throws BlockFault. */
  read(block: Uint8Array, layout: Layout, root: FieldNode): ReadBlock
  /** Bytes before the first record of an output: the header without the fields that leave. */
  prologue(layout: Layout, root: FieldNode, removed: ReadonlySet<number>): Uint8Array
}

export interface ReadBlock {
  batch: Batch
  /** numbers, among all records of the block, of those that were set aside and are not in the batch, ascending */
  quarantined: readonly number[]
  /** the bytes of a record as they stand in the block, without the line end */
  record(row: number): Uint8Array
  /**
   * The block with edits in place; records whose `keep` is 0 are left out, columns in `removed` leave the records.
   * Whatever is not edited is copied byte for byte.
   */
  splice(edits: readonly Edit[], keep: Uint8Array, removed: ReadonlySet<number>): Uint8Array
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
  options: FormatOptions
  /** the line end of the header, which a written header repeats */
  newline?: string
}

/** The source's options that concern the format (policy, `dataset.sources`). */
export interface FormatOptions {
  delimiter?: string
  quote?: string
  escape?: string
  comment?: string
  null?: string
  header?: boolean
  /** a record with another number of fields than the header: a fault (default), or set aside and counted */
  ragged?: 'fail' | 'quarantine'
  /** neutralise cells that a spreadsheet would run as a formula */
  neutralise?: boolean
}

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
  | 'INPUT_TORN_TAIL'
  | 'INPUT_RECORD_TOO_LARGE'
  | 'INPUT_VALUE'
  | 'INPUT_CHANGED'
  | 'POLICY_UNCOVERED_FIELD'
  | 'PLAN_LIMIT'
