import type { FieldNode } from '../../../record/field-node.ts'
import type { Layout, ReadBlock } from '../format.ts'
import { openBlock } from './open-block.ts'
import { readTyped, type TypedForm } from './typed-block.ts'
import { writeColumns } from './write-columns.ts'

export const PARQUET_BLOCK: TypedForm = {
  code: 'INPUT_PARQUET',
  open: openBlock,
  write: (fields, leaves, column, records, { compression = 'snappy' }) =>
    writeColumns(fields, leaves, column, records, compression),
}

/** A block of pages: columns are unpacked when they are asked for. */
export function readParquet(bytes: Uint8Array, layout: Layout, root: FieldNode): ReadBlock {
  return readTyped(PARQUET_BLOCK, bytes, layout, root)
}
