import { createHash } from 'node:crypto'
import type { Client } from 'pg'
import { qualified } from './identifier.ts'

/** The table beside those of a release that holds its sidecars: path and content of every file but the data. */
export const SIDECARS = 'perde_release'

/** What stands in a schema. `manifestSha256`: of a whole release and nothing else. */
export type SchemaState =
  | { state: 'none' | 'empty' | 'other' }
  | { state: 'release'; release: string; manifestSha256: string; tables: string[] }

/** As a release in a folder: only what perde wrote, whole, and with nothing added, is one. */
export async function lookAtSchema(client: Client, schema: string): Promise<SchemaState> {
  const { rows: schemas } = await client.query('SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = $1', [schema])
  if (schemas.length === 0) return { state: 'none' }
  const names = await relationsIn(client, schema)
  if (names.length === 0) return { state: 'empty' }
  if ((await notOrdinary(client, schema)).length > 0) return { state: 'other' }
  const files = names.includes(SIDECARS) ? await readSidecars(client, schema) : undefined
  const manifest = files?.['manifest.json']
  if (manifest === undefined) return { state: 'other' }
  const manifestSha256 = createHash('sha256').update(manifest).digest('hex')
  if (files!['_SUCCESS'] !== `${manifestSha256}  manifest.json\n`) return { state: 'other' }
  const { release, outputs } = JSON.parse(manifest) as { release: string; outputs: { source: string }[] }
  const tables = outputs.map(({ source }) => source)
  const own = new Set([...tables, SIDECARS])
  if (names.some((name) => !own.has(name))) return { state: 'other' }
  return { state: 'release', release, manifestSha256, tables }
}

/** Tables, views, sequences and the like, in the order of their names. */
export async function relationsIn(client: Client, schema: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = $1 AND c.relkind NOT IN ('i', 'I', 't') ORDER BY c.relname COLLATE "C"`,
    [schema],
  )
  return rows.map(({ name }) => name)
}

/**
 * Relations of a schema that are not the ordinary tables that perde makes: what a view, a rule, a policy or another kind of
 * table shows hangs on who asks, and asking may run code of whoever made it. Call before any of them is read.
 */
export async function notOrdinary(client: Client, schema: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = $1 AND c.relkind NOT IN ('i', 'I', 't')
       AND (c.relkind <> 'r' OR c.relhasrules OR c.relrowsecurity OR c.relispartition OR c.relhassubclass
         OR EXISTS (SELECT 1 FROM pg_catalog.pg_inherits h WHERE h.inhrelid = c.oid))
     ORDER BY c.relname COLLATE "C"`,
    [schema],
  )
  return rows.map(({ name }) => name)
}

/** undefined: the table is none of ours. */
export async function readSidecars(client: Client, schema: string): Promise<Record<string, string> | undefined> {
  const { rows: columns } = await client.query<{ name: string }>(
    `SELECT a.attname || ' ' || a.atttypid::pg_catalog.regtype AS name FROM pg_catalog.pg_attribute a
     JOIN pg_catalog.pg_class c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = $1 AND c.relname = $2 AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`,
    [schema, SIDECARS],
  )
  if (columns.map(({ name }) => name).join() !== 'path text,content text') return undefined
  const { rows } = await client.query<{ path: string; content: string }>(
    `SELECT path, content FROM ${qualified({ schema, name: SIDECARS })}`,
  )
  return Object.fromEntries(rows.map(({ path, content }) => [path, content]))
}
