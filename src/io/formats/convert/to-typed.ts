import { arrowStart, assembleArrow } from '../arrow/arrow.ts'
import { writeBatch } from '../arrow/write-batch.ts'
import type { FormatOptions, Layout, OutputSpec } from '../format.ts'
import type { Column } from '../parquet/column.ts'
import { createFileWriter, MAGIC } from '../parquet/file-writer.ts'
import { leavesOf } from '../parquet/leaves.ts'
import { recordBytes, recordReader, type RecordGroup } from '../parquet/rows.ts'
import type { SchemaNode } from '../parquet/schema.ts'
import { writeColumns } from '../parquet/write-columns.ts'
import { refuseStray, type RowWriter } from './rows.ts'
import { typedColumn } from './typed-columns.ts'

/** Records, and bytes of their values, of a row group: it ends with the first record that reaches either. */
const GROUP_RECORDS = 131_072
const GROUP_BYTES = 32 * 1024 * 1024

/**
 * Records as Parquet or Arrow. Rows of other formats are columns of texts where the policy gives them no other type; between
 * the two types stay. Groups end at fixed numbers of records and bytes, wherever the blocks of the input did.
 */
export function typedRecords(
  format: 'parquet' | 'arrow',
  { options }: Layout,
  fields: readonly SchemaNode[],
  { nested }: OutputSpec,
): RowWriter {
  const leaves = leavesOf(fields)
  const file = format === 'parquet' ? parquetFile(fields, options) : arrowFile(fields, options)
  return {
    is: format,
    prologue: () => file.start,
    assemble() {
      const assembly = file.open()
      const reader = recordReader(leaves, { records: GROUP_RECORDS, bytes: GROUP_BYTES })
      const group = ({ columns: own, records }: RecordGroup) => assembly.add(file.write((c) => own[c]!, records))
      const add = (bytes: Uint8Array) => Buffer.concat(reader.read(bytes).map(group))
      return { add, addRecords: add, rest: () => Buffer.concat(reader.rest().map(group)), end: () => assembly.end() }
    },
    write(rows) {
      refuseStray(rows)
      const columns = rows.columns.map((column, c) => typedColumn(column, rows.records, leaves[c]!.node, nested))
      return recordBytes(leaves, columns, rows.records)
    },
  }
}

interface TypedFile {
  start: Uint8Array
  open(): { add(block: Uint8Array): Uint8Array; end(): Uint8Array }
  write(column: (c: number) => Column, records: number): Uint8Array
}

function parquetFile(fields: readonly SchemaNode[], options: FormatOptions): TypedFile {
  const { compression = 'snappy' } = options
  const leaves = leavesOf(fields)
  return {
    start: MAGIC,
    open: () => createFileWriter(fields, options),
    write: (column, records) => writeColumns(fields, leaves, column, records, compression),
  }
}

function arrowFile(fields: readonly SchemaNode[], options: FormatOptions): TypedFile {
  const leaves = leavesOf(fields)
  return {
    start: arrowStart(fields, 'file', options),
    open: () => assembleArrow(fields, 'file', options),
    write: (column, records) => writeBatch(fields, leaves, column, records),
  }
}
