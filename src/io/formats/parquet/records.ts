import type { Column } from './column.ts'
import type { Leaf } from './leaves.ts'
import type { SchemaNode } from './schema.ts'

/** Records whose columns can be asked for: those of a block, or of a slice of one. */
export interface Records {
  count: number
  fields: readonly SchemaNode[]
  leaves: readonly Leaf[]
  column(c: number): Column
  /** the same, kept for the life of the block */
  held(c: number): Column
  /** Says that the values of a column are needed each by itself. Throws BlockFault where these are too many bytes. */
  spread(c: number): void
  /** where a record stands among the bytes of the block as they are packed, about */
  place(row: number): number
}
