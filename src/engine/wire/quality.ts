import type { Sketch } from '../../detect/sketch.ts'

/** What was counted of one field, over a sample of the records that may be used; merges by addition. */
export interface FieldQuality {
  /** number in the plan; -1: unlisted and kept */
  field: number
  cells: number
  filled: number
  /** values that a checksum says something of, and those that it proves */
  checked: number
  valid: number
  distinct: Sketch
}

/** By source: records of the sample, and its fields by path. */
export interface SourceQuality {
  records: number
  fields: Record<string, FieldQuality>
}
