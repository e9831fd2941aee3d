import type { Compression } from './codecs.ts'
import type { Column } from './column.ts'
import { frame, type FrameColumn } from './frame.ts'
import type { Leaf } from './leaves.ts'
import type { SchemaNode } from './schema.ts'
import { writeColumn, type WrittenChunk } from './write-column.ts'

/** A row group as a block: packed columns, and what the footer will say of them. One column at a time is asked for. */
export function writeColumns(
  schema: readonly SchemaNode[],
  leaves: readonly Leaf[],
  column: (c: number) => Column,
  records: number,
  compression: Compression,
): Uint8Array {
  const pieces: Uint8Array[] = []
  const places: FrameColumn[] = []
  const written: WrittenChunk[] = []
  let at = 0
  leaves.forEach((leaf, c) => {
    const { pages, chunk } = writeColumn(leaf, column(c), records, compression)
    pieces.push(...pages)
    places.push({
      codec: chunk.codec,
      from: at,
      to: at + chunk.packed,
      unpacked: chunk.unpacked,
      skip: 0,
      entries: chunk.values,
    })
    at += chunk.packed
    written.push(chunk)
  })
  return frame({ records, schema, columns: places, written }, pieces)
}
