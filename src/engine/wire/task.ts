import type { ColumnFacts } from '../../detect/column-facts.ts'
import type { Layout } from '../../io/formats/format.ts'
import type { SourceQuality } from './quality.ts'
import type { MadeCells } from './made-cells.ts'
import type { LinkSample } from './link-sample.ts'

/** A block on its way to a worker: bytes of whole records of one part of a source. */
export interface BlockTask {
  source: number
  part: number
  layout: Layout
  /** byte offset of the block in the text of the part */
  offset: number
  /** bytes of the part as it is stored that were read so far */
  read: number
  bytes: Uint8Array
  /** with the first block of a part: what stands in front of its records; the main thread's own */
  before?: Uint8Array
}

/** What came back: the output bytes and what the worker did, in counts. */
export interface BlockResult {
  bytes: Uint8Array
  /** where each record ends; only where they are shuffled */
  ends?: Uint32Array
  /** of its slices, in order; one where it was worked on as a whole */
  receipts: Receipt[]
}

/** What became of some records. Counts and keyed digests, never a value. Merges by addition in the order of the records. */
export interface Receipt {
  records: { in: number; out: number; excluded: number; suppressed: number; quarantined: number }
  /** which of them were set aside, ascending from 0; absent: none */
  aside?: number[]
  /** records by consent reason code; index: the code */
  reasons: number[]
  /** by path */
  fields: Record<string, FieldCounts>
  /** 17 bytes a record: keyed reference of the subject, reason code; empty where there is no register */
  decisions: Uint8Array
  /** cells that people had corrected; absent: none */
  corrected?: number
  /** of the records that are written; fields that are not there have none. Absent: there are none */
  made?: MadeCells[]
  /** 16 bytes a class key, then its count; see measure.ts */
  classes?: WrittenClasses
  /** the one thing in codes of values: of the records drawn for the attack, as they were and as they were written */
  links?: LinkSample
  /** facts about fields declared insensitive, by path */
  watch: Record<string, ColumnFacts>
  /** of the fields that are decoded, over a sample */
  quality: SourceQuality
}

/** What was done to one field. `field`: number in the plan, -1: unlisted and kept; the other counts as in FieldRun. */
export interface FieldCounts {
  field: number
  cells: number
  changed: number
  faults: number
  inClear: number
  /** cells that are equal to an identifier of their record; absent: none, or nobody asked */
  copied?: number
  /** kinds of its values, a bit `1 << Kind` each; 0: it was not met */
  kinds: number
}

export function noCells(field: number): FieldCounts {
  return { field, cells: 0, changed: 0, faults: 0, inClear: 0, kinds: 0 }
}

/** Equivalence classes of the records that were written: keyed 16-byte digests of the quasi-identifiers' values. */
export interface WrittenClasses {
  keys: Uint8Array
  counts: Uint32Array
  /** by sensitive field: 24 bytes a pair of class and value (16 + 8), and how often */
  sensitive: Record<string, { pairs: Uint8Array; counts: Uint32Array }>
}
