// A table of people as an Arrow file: what stands in the Parquet file, a batch a row group, times in milliseconds.
//
//   node bench/peers/arrow.mjs IN.parquet OUT.arrow
import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import {
  DateDay,
  Field,
  Float64,
  Int32,
  Int64,
  makeBuilder,
  makeData,
  RecordBatch,
  RecordBatchFileWriter,
  Schema,
  Struct,
  TimestampMillisecond,
  Utf8,
} from 'apache-arrow'
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet'

const [from, to] = process.argv.slice(2)
const TYPES = {
  id: new Int64(),
  birth_date: new DateDay(),
  height_cm: new Int32(),
  weight_kg: new Float64(),
  visited_at: new TimestampMillisecond('UTC'),
}

const file = await asyncBufferFromFile(from)
const metadata = await parquetMetadataAsync(file)
const names = metadata.schema.slice(1).map(({ name }) => name)
const schema = new Schema(names.map((name) => new Field(name, TYPES[name] ?? new Utf8(), true)))

async function* batches() {
  let rowStart = 0
  for (const { num_rows } of metadata.row_groups) {
    const rowEnd = rowStart + Number(num_rows)
    const rows = await parquetReadObjects({ file, metadata, rowStart, rowEnd })
    const children = schema.fields.map(({ name, type }) => {
      const builder = makeBuilder({ type, nullValues: [null, undefined] })
      for (const row of rows) builder.append(row[name])
      return builder.finish().flush()
    })
    yield new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length: rows.length, children }))
    rowStart = rowEnd
  }
}

const writer = new RecordBatchFileWriter()
const written = pipeline(Readable.from(writer), createWriteStream(to))
for await (const batch of batches()) writer.write(batch)
writer.close()
await written
