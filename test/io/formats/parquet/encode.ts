import { Kind, type Batch, type Column as Cells } from '../../../../src/record/batch.ts'
import { BlockFault, type Layout } from '../../../../src/io/formats/format.ts'
import type { Column } from '../../../../src/io/formats/parquet/column.ts'
import { leavesOf, type Leaf } from '../../../../src/io/formats/parquet/leaves.ts'
import { valuesOf } from '../../../../src/io/formats/parquet/value-bytes.ts'
import { writeColumns } from '../../../../src/io/formats/parquet/write-columns.ts'

/**
 * Cells as a block of `layout.schema`, to be put into a file by `assemble`. Column i of the batch is
 * field i of the schema, which has fields and structs and no lists; a record without a cell has null there. Throws
 * BlockFault INPUT_VALUE for a value that the type of its field cannot hold, and for a null where there can be none.
 */
export function encodeParquet(batch: Batch, layout: Layout): Uint8Array {
  const fields = layout.schema ?? []
  const leaves = leavesOf(fields)
  if (leaves.some(({ maxRep }) => maxRep > 0)) throw new Error('lists are not encoded from cells')
  const column = (c: number) => columnOf(leaves[c]!, batch.columns[c], batch.records)
  return writeColumns(fields, leaves, column, batch.records, layout.options.compression ?? 'snappy')
}

function columnOf(leaf: Leaf, cells: Cells | undefined, records: number): Column {
  const cellOf = new Int32Array(records).fill(-1)
  cells?.row.forEach((row, i) => {
    if (cells.kind[i] !== Kind.null && cells.kind[i] !== Kind.absent) cellOf[row] = i
  })
  const present = cellOf.filter((cell) => cell >= 0)
  const fault = (row: number, message: string) =>
    new BlockFault('INPUT_VALUE', message, row, 0, ['give the field another type'], cells?.path ?? leaf.path.join('.'))
  if (present.length < records && leaf.maxDef === 0)
    throw fault(cellOf.indexOf(-1), 'a value is null where none can be')
  const texts = Array.from(present, (cell) => cells!.text[cell]!)
  const store = valuesOf(leaf.node.type, texts, (index) => {
    throw fault(cells!.row[present[index]!]!, 'a value does not fit the type of its field')
  })
  const defs =
    leaf.maxDef > 0 ? Uint8Array.from(cellOf, (cell) => (cell >= 0 ? leaf.maxDef : leaf.maxDef - 1)) : undefined
  return { entries: records, defs, reps: undefined, store, indexes: undefined }
}
