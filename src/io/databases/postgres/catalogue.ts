import type { Client } from 'pg'
import { PerdeError } from '../../../errors.ts'
import { qualified } from './identifier.ts'
import { formatTableName, type TableName } from './place.ts'

/** A column of a table or a query. */
export interface TableColumn {
  name: string
  /** as DDL writes it, qualified where it is none of the server's own: `numeric(10,2)`, `public.mood[]` */
  type: string
  /** what its text holds */
  holds: 'text' | 'json' | 'array'
  /** the column is declared NOT NULL */
  required: boolean
}

/** A key of a table: columns by their names, in order. */
export interface TableKey {
  kind: 'primary' | 'unique' | 'foreign'
  name: string
  columns: string[]
  /** of a foreign key */
  references?: { table: TableName; columns: string[] }
}

export interface TableFacts {
  columns: TableColumn[]
  keys: TableKey[]
  /** names of its other constraints: checks and exclusions, whose expressions are of its own columns and functions */
  others: string[]
}

/** The table with its schema; undefined: there is none that may be seen. Views count, and what others call tables. */
export async function findTable(client: Client, { schema, name }: TableName): Promise<FoundTable | undefined> {
  const { rows } = await client.query<{ oid: string; schema: string; name: string; kind: string }>(
    `SELECT c.oid::text, n.nspname AS schema, c.relname AS name, c.relkind AS kind
     FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relname = $1
       AND CASE WHEN $2::text IS NULL THEN pg_catalog.pg_table_is_visible(c.oid) ELSE n.nspname = $2 END`,
    [name, schema ?? null],
  )
  const [found] = rows
  return found && { oid: found.oid, table: { schema: found.schema, name: found.name }, kind: found.kind }
}

export interface FoundTable {
  oid: string
  table: Required<TableName>
  /** of pg_class: r, p, v, m, f */
  kind: string
}

/** Columns of whatever a SELECT gives, those of a domain by the type below it, as the server says it. Nothing of it is read. */
export async function columnsOf(client: Client, select: string): Promise<TableColumn[]> {
  const { fields } = await client.query(`SELECT * FROM (${select}\n) AS perde_source LIMIT 0`)
  // Names of types are qualified by what is not in the search path.
  await client.query('SET LOCAL search_path = pg_catalog')
  const { rows } = await client.query<{ type: string; holds: TableColumn['holds']; required: boolean }>(
    `SELECT format_type(a.oid, a.modifier) AS type,
       CASE WHEN t.oid IN ('json'::regtype, 'jsonb'::regtype) THEN 'json'
            WHEN t.typcategory = 'A' AND t.typlen = -1 AND e.typdelim = ','
              AND t.oid NOT IN ('int2vector'::regtype, 'oidvector'::regtype) THEN 'array'
            ELSE 'text' END AS holds,
       coalesce(att.attnotnull, false) AS required
     FROM unnest($1::oid[], $2::int[], $3::oid[], $4::int[])
       WITH ORDINALITY AS a (oid, modifier, relation, attribute, place)
     JOIN pg_type t ON t.oid = a.oid
     LEFT JOIN pg_type e ON e.oid = t.typelem
     LEFT JOIN pg_attribute att ON att.attrelid = a.relation AND att.attnum = a.attribute AND a.attribute > 0
     ORDER BY a.place`,
    [
      fields.map((f) => f.dataTypeID),
      fields.map((f) => f.dataTypeModifier),
      fields.map((f) => f.tableID),
      fields.map((f) => f.columnID),
    ],
  )
  await client.query('SET LOCAL search_path TO DEFAULT')
  return fields.map(({ name }, i) => ({ name, ...rows[i]! }))
}

/** Keys of a table that hold for the columns as they are: none that are partial or over expressions. */
export async function keysOf(client: Client, { oid }: FoundTable): Promise<TableKey[]> {
  const { rows } = await client.query<{
    kind: string
    name: string
    columns: string[]
    schema: string | null
    table: string | null
    references: string[] | null
  }>(
    `SELECT c.contype AS kind, c.conname AS name,
       ARRAY(SELECT a.attname::text FROM pg_catalog.unnest(c.conkey) WITH ORDINALITY AS k (n, place)
             JOIN pg_catalog.pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.n ORDER BY k.place) AS columns,
       n.nspname AS schema, f.relname AS table,
       ARRAY(SELECT a.attname::text FROM pg_catalog.unnest(c.confkey) WITH ORDINALITY AS k (n, place)
             JOIN pg_catalog.pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.n ORDER BY k.place) AS references
     FROM pg_catalog.pg_constraint c
     LEFT JOIN pg_catalog.pg_class f ON f.oid = c.confrelid
     LEFT JOIN pg_catalog.pg_namespace n ON n.oid = f.relnamespace
     WHERE c.conrelid = $1::oid AND c.contype IN ('p', 'u', 'f')
     ORDER BY c.contype = 'f', c.conname`,
    [oid],
  )
  return rows.map(({ kind, name, columns, schema, table, references }) => ({
    kind: kind === 'p' ? 'primary' : kind === 'u' ? 'unique' : 'foreign',
    name,
    columns,
    ...(kind === 'f' && { references: { table: { schema: schema!, name: table! }, columns: references! } }),
  }))
}

/** Names of the constraints that are no keys, in order. */
export async function otherConstraintsOf(client: Client, { oid }: FoundTable): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT conname AS name FROM pg_catalog.pg_constraint
     WHERE conrelid = $1::oid AND contype IN ('c', 'x') ORDER BY conname COLLATE "C"`,
    [oid],
  )
  return rows.map(({ name }) => name)
}

/** COPY of all columns, in the order of the primary key: what is read hangs on what is in the table, not on where. */
export function selectOf(table: TableName, columns: readonly string[] | '*', keys: readonly TableKey[]): string {
  const primary = keys.find((key) => key.kind === 'primary')
  const order = primary
    ? ` ORDER BY ${primary.columns.map((name) => `"${name.replaceAll('"', '""')}"`).join(', ')}`
    : ''
  const list = columns === '*' ? '*' : columns.map((name) => `"${name.replaceAll('"', '""')}"`).join(', ')
  return `SELECT ${list} FROM ${qualified(table)}${order}`
}

/** Where a database is, whatever it is called: two names of one server give the same. */
export async function identityOf(client: Client): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT pg_catalog.pg_postmaster_start_time()::text || ' ' || oid::text AS id
     FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()`,
  )
  return rows[0]!.id
}

export async function serverEncoding(client: Client): Promise<string> {
  const { rows } = await client.query<{ server_encoding: string }>('SHOW server_encoding')
  return rows[0]!.server_encoding
}

export function noTable(table: TableName, part: string): PerdeError {
  return new PerdeError('INPUT_NOT_FOUND', `the database has no table ${formatTableName(table)}`, {
    where: { part },
    hints: ['names are written as the catalogue has them, with their case: ?table=schema.name'],
  })
}

/**
 * The text of a COPY that gives what `perde` reads and writes: CSV by RFC 4180, nothing for NULL, "" for an empty text. A server
 * that does not know how its texts are written gives none in UTF-8; `SQL_ASCII` takes them as they are.
 */
export function copyOut(select: string, encoding: 'UTF8' | 'SQL_ASCII' = 'UTF8'): string {
  return `COPY (${select}\n) TO STDOUT (FORMAT csv, HEADER true, NULL '', ENCODING '${encoding}')`
}
