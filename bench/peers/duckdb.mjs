// The nearest thing to the job of bench/policy.yaml in SQL: a keyed SHA-256 of three columns (HMAC's two passes, over
// hexadecimal text, since DuckDB has no HMAC), two masks, one column left out. No digests, no log, no checks.
//
//   node bench/peers/duckdb.mjs IN OUT THREADS      what is in a file its ending says: csv, tsv, jsonl, parquet; .gz, .zst
import { DuckDBInstance } from '@duckdb/node-api'

const [from, to, threads] = process.argv.slice(2)
const text = (value) => `'${value.replaceAll("'", "''")}'`
const pseudonym = (domain, column) =>
  `left(sha256(${text(`outer key ${domain}`)} || sha256(${text(`inner key ${domain}`)} || ${column})), 16) AS ${column}`

const [, format, packing] = /\.(\w+?)(?:\.(gz|zst))?$/.exec(from)
const packed = { gz: ', COMPRESSION gzip', zst: ', COMPRESSION zstd' }[packing] ?? ''
const csv = (delimiter) => ({
  read: `read_csv(${text(from)}, all_varchar = true, header = true, delim = ${text(delimiter)}, quote = '"', escape = '"')`,
  write: `FORMAT csv, HEADER, DELIMITER ${text(delimiter)}${packed}`,
})
const { read, write } = {
  csv: csv(','),
  tsv: csv('\t'),
  jsonl: { read: `read_json(${text(from)}, format = 'newline_delimited')`, write: `FORMAT json${packed}` },
  parquet: { read: `read_parquet(${text(from)})`, write: 'FORMAT parquet' },
}[format]

const database = await DuckDBInstance.create(':memory:', { threads })
const connection = await database.connect()
const result = await connection.run(`
  COPY (
    SELECT * EXCLUDE (id) REPLACE (
      ${pseudonym('person', 'iin')},
      ${pseudonym('phone', 'phone')},
      ${pseudonym('email', 'email')},
      left(full_name, 1) || repeat('*', length(full_name) - 1) AS full_name,
      repeat('*', length(address)) AS address
    )
    FROM ${read}
  ) TO ${text(to)} (${write})`)
const [[records]] = await result.getRows()
process.stdout.write(`${JSON.stringify({ records: Number(records) })}\n`)
connection.closeSync()
