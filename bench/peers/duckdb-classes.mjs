// The sizes of the equivalence classes of a table in SQL: what any tool has to do before it can generalise anything.
// Nothing is written.
//
//   node bench/peers/duckdb-classes.mjs IN.csv THREADS COLUMN…
import { DuckDBInstance } from '@duckdb/node-api'

const [from, threads, ...columns] = process.argv.slice(2)
const text = (value) => `'${value.replaceAll("'", "''")}'`
const names = columns.map((column) => `"${column.replaceAll('"', '""')}"`).join(', ')

const database = await DuckDBInstance.create(':memory:', { threads })
const connection = await database.connect()
const result = await connection.run(`
  SELECT count(*), min(n), sum(n) FROM (
    SELECT count(*) AS n
    FROM read_csv(${text(from)}, all_varchar = true, header = true, delim = ',', quote = '"', escape = '"')
    GROUP BY ${names}
  )`)
const [[classes, k, records]] = await result.getRows()
process.stdout.write(`${JSON.stringify({ classes: Number(classes), k: Number(k), records: Number(records) })}\n`)
connection.closeSync()
