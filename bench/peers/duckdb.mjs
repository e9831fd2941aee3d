// The nearest thing to the job of bench/policy.yaml in SQL: a keyed SHA-256 of three columns (HMAC's two passes, over
// hexadecimal text, since DuckDB has no HMAC), two masks, one column left out. No digests, no log, no checks.
//
//   node bench/peers/duckdb.mjs IN.csv OUT.csv THREADS
import { DuckDBInstance } from '@duckdb/node-api'

const [from, to, threads] = process.argv.slice(2)
const text = (value) => `'${value.replaceAll("'", "''")}'`
const pseudonym = (domain, column) =>
  `left(sha256(${text(`outer key ${domain}`)} || sha256(${text(`inner key ${domain}`)} || ${column})), 16) AS ${column}`

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
    FROM read_csv(${text(from)}, all_varchar = true, header = true, delim = ',', quote = '"', escape = '"')
  ) TO ${text(to)} (FORMAT csv, HEADER)`)
const [[records]] = await result.getRows()
process.stdout.write(`${JSON.stringify({ records: Number(records) })}\n`)
connection.closeSync()
