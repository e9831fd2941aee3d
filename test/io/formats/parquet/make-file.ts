import { valuesOf, type Batch } from '../../../../src/record/batch.ts'
import { encodeParquet } from './encode.ts'
import type { FormatOptions } from '../../../../src/io/formats/format.ts'
import { SILENT } from '../../../../src/io/formats/silent-node.ts'
import { parquet } from '../../../../src/io/formats/parquet/parquet.ts'
import type { LeafType, SchemaNode } from '../../../../src/io/formats/parquet/schema.ts'

export const TEXT: LeafType = { physical: 'bytes', width: 0, meaning: { is: 'string' } }
export const INT64: LeafType = { physical: 'int64', width: 8, meaning: { is: 'none' } }
export const DATE: LeafType = { physical: 'int32', width: 4, meaning: { is: 'date' } }

/** A flat table, `group` records in a row group. */
export function parquetFile(
  types: Record<string, LeafType>,
  rows: readonly Record<string, string | null>[],
  group: number,
  options: FormatOptions = {},
): Buffer {
  const schema = Object.entries(types).map(([name, type]): SchemaNode => ({ kind: 'leaf', name, optional: true, type }))
  const layout = { format: 'parquet', schema, options }
  const assembly = parquet.assemble!(layout, SILENT, new Set())
  const out = [parquet.prologue(layout, SILENT, new Set(), new Uint8Array())]
  for (let at = 0; at < rows.length; at += group) {
    const some = rows.slice(at, at + group)
    const columns = Object.keys(types).map((path) => ({
      path,
      ...valuesOf(some.map((row) => row[path] ?? null)),
      row: Int32Array.from(some.keys()),
    }))
    const batch: Batch = { records: some.length, columns }
    out.push(assembly.add(encodeParquet(batch, layout)))
  }
  return Buffer.concat([...out, assembly.end()])
}
