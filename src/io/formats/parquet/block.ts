import type { FieldNode } from '../../../record/field-node.ts'
import type { Layout, ReadBlock } from '../format.ts'
import { recordCount, sliceRecords, type Column } from './column.ts'
import { Damaged } from './damaged.ts'
import { openFrame, type FrameHead } from './frame.ts'
import { leavesOf, type Leaf } from './leaves.ts'
import { readColumn } from './read-column.ts'
import { readTyped, type TypedBlock } from './typed-block.ts'
import { writeColumns } from './write-columns.ts'

/** A block of pages: columns are unpacked when they are asked for. */
export function readParquet(bytes: Uint8Array, layout: Layout, root: FieldNode): ReadBlock {
  return readTyped(
    {
      code: 'INPUT_PARQUET',
      open: openBlock,
      write: (fields, leaves, column, records, { compression = 'snappy' }) =>
        writeColumns(fields, leaves, column, records, compression),
    },
    bytes,
    layout,
    root,
  )
}

function openBlock(bytes: Uint8Array, layout: Layout): TypedBlock {
  const { head, body } = openFrame(bytes)
  const fields = head.schema ?? layout.schema ?? []
  const leaves = leavesOf(fields)
  return {
    records: head.records,
    fields,
    leaves,
    unpacked: body.length,
    column: (c) => columnOf(leaves[c]!, head, c, body),
  }
}

function columnOf(leaf: Leaf, { records, columns }: FrameHead, c: number, body: Uint8Array): Column {
  const { codec, from, to, unpacked, skip, entries } = columns[c]!
  const read = readColumn(leaf, codec, body.subarray(from, to), unpacked)
  if (entries !== undefined && read.entries !== entries)
    throw new Damaged('a column has another number of values than the footer says')
  if (read.reps && read.entries > 0 && read.reps[0] !== 0) throw new Damaged('a column begins inside a record')
  const found = recordCount(read)
  if (found < skip + records || (entries !== undefined && found !== skip + records))
    throw new Damaged('a column has another number of records than the footer says')
  return sliceRecords(read, leaf, skip, skip + records, found)
}
