// A parser alone over a whole file, nothing done with what it finds: what reading costs a Node program at least. One
// thread, constant memory. csv-parse for CSV and TSV, JSON.parse record by record, saxes' events, hyparquet row group by
// row group; prints how many records there were.
//
//   node bench/peers/parse.mjs FILE                 what is in a file its ending says: csv, tsv, jsonl, json, xml, parquet; .gz
import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'

const [file] = process.argv.slice(2)
const [, format, packing] = /\.(\w+?)(?:\.(gz))?$/.exec(file)

const open = () => {
  const stream = createReadStream(file, { highWaterMark: 1 << 20 })
  return packing ? stream.pipe(createGunzip({ chunkSize: 1 << 18 })) : stream
}

async function csv(delimiter) {
  const { parse } = await import('csv-parse')
  let records = -1
  for await (const _ of open().pipe(parse({ delimiter }))) records++
  return records
}

/** A record a line; those of a document end with a comma. */
async function json() {
  let records = 0
  let rest = ''
  for await (const text of open().setEncoding('utf8')) {
    const lines = (rest + text).split('\n')
    rest = lines.pop()
    for (const line of lines) {
      if (!/^\{.*\},?$/.test(line)) continue
      JSON.parse(line.endsWith(',') ? line.slice(0, -1) : line)
      records++
    }
  }
  return records
}

async function xml() {
  const { SaxesParser } = await import('saxes')
  const parser = new SaxesParser({})
  let records = 0
  for (const event of ['opentag', 'text', 'cdata']) parser.on(event, () => undefined)
  parser.on('closetag', ({ name }) => {
    if (name === 'person') records++
  })
  for await (const text of open().setEncoding('utf8')) parser.write(text)
  parser.close()
  return records
}

async function parquet() {
  const { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } = await import('hyparquet')
  const buffer = await asyncBufferFromFile(file)
  const metadata = await parquetMetadataAsync(buffer)
  let records = 0
  for (const { num_rows } of metadata.row_groups) {
    const rowEnd = records + Number(num_rows)
    records += (await parquetReadObjects({ file: buffer, metadata, rowStart: records, rowEnd })).length
  }
  return records
}

const parsers = { csv: () => csv(','), tsv: () => csv('\t'), jsonl: json, json, xml, parquet }
process.stdout.write(`${JSON.stringify({ records: await parsers[format]() })}\n`)
