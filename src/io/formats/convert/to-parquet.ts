import { ByteSink } from '../byte-sink.ts'
import type { Layout, OutputSpec } from '../format.ts'
import type { Column } from '../parquet/column.ts'
import { createFileWriter, MAGIC } from '../parquet/file-writer.ts'
import { leavesOf } from '../parquet/leaves.ts'
import { recordBytes, recordReader } from '../parquet/rows.ts'
import type { SchemaNode } from '../parquet/schema.ts'
import { writeColumns } from '../parquet/write-columns.ts'
import type { WrittenColumn } from './columns.ts'
import type { RowWriter } from './conversion.ts'
import { flatText, refuseStray, type RowColumn } from './rows.ts'

/** Records, and bytes of their values, of a row group: it ends with the first record that reaches either. */
const GROUP_RECORDS = 131_072
const GROUP_BYTES = 32 * 1024 * 1024

/**
 * Rows as Parquet: a column of texts each, since what came as text has no other type. Row groups end at fixed numbers of
 * records and bytes, wherever the blocks of the input did.
 */
export function parquetRows({ options }: Layout, { nested }: OutputSpec, columns: readonly WrittenColumn[]): RowWriter {
  const fields = columns.map(({ name }): SchemaNode => ({ kind: 'leaf', name, optional: true, type: TEXT }))
  const leaves = leavesOf(fields)
  return {
    is: 'parquet',
    prologue: () => MAGIC,
    assemble() {
      const writer = createFileWriter(fields)
      const reader = recordReader(leaves, { records: GROUP_RECORDS, bytes: GROUP_BYTES })
      const group = ({ columns: own, records }: { columns: Column[]; records: number }) =>
        writer.add(writeColumns(fields, leaves, (c) => own[c]!, records, options.compression ?? 'snappy'))
      const add = (bytes: Uint8Array) => Buffer.concat(reader.read(bytes).map(group))
      return { add, addRecords: add, end: () => Buffer.concat([...reader.rest().map(group), writer.end()]) }
    },
    write(rows) {
      refuseStray(rows)
      const texts = rows.columns.map((column) => textColumn(column, rows.records, nested))
      return recordBytes(leaves, texts, rows.records)
    },
  }
}

const TEXT = { physical: 'bytes', width: 0, meaning: { is: 'string' } } as const

function textColumn(column: RowColumn, records: number, nested: OutputSpec['nested']): Column {
  const defs = new Uint8Array(records)
  const offsets = [0]
  const sink = new ByteSink(records * 12)
  for (let row = 0; row < records; row++) {
    const text = flatText(column, row, nested)
    if (text === null) continue
    defs[row] = 1
    sink.text(text)
    offsets.push(sink.at)
  }
  const store = { width: 0, count: offsets.length - 1, bytes: sink.finish(), offsets: Uint32Array.from(offsets) }
  return { entries: records, defs, reps: undefined, store, indexes: undefined }
}
