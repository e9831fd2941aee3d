// A table of people as Parquet, as DuckDB writes it by default: row groups of 122,880 records, snappy, dictionaries.
//
//   node bench/peers/parquet.mjs IN.csv OUT.parquet
import { DuckDBInstance } from '@duckdb/node-api'

const [from, to] = process.argv.slice(2)
const text = (value) => `'${value.replaceAll("'", "''")}'`

// One thread, so that the same table is the same bytes.
const database = await DuckDBInstance.create(':memory:', { threads: '1' })
const connection = await database.connect()
await connection.run(`
  COPY (
    SELECT * REPLACE (
      id::BIGINT AS id, birth_date::DATE AS birth_date, height_cm::INTEGER AS height_cm,
      weight_kg::DECIMAL(5, 1) AS weight_kg, visited_at::TIMESTAMPTZ AS visited_at
    )
    FROM read_csv(${text(from)}, all_varchar = true, header = true, delim = ',', quote = '"', escape = '"')
  ) TO ${text(to)} (FORMAT parquet)`)
connection.closeSync()
