import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Client } from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { PerdeError } from '../../../errors.ts'
import { copyOut, identityOf, serverEncoding, type TableKey } from './catalogue.ts'
import { connect } from './connect.ts'
import { databaseError } from './database-error.ts'
import { identifier, literal, qualified } from './identifier.ts'
import type { PostgresPlace } from './place.ts'
import { lookAtSchema, SIDECARS, type SchemaState } from './release-schema.ts'

/** A table as it will be made. Foreign keys name other tables of the same release. */
export interface NewTable {
  name: string
  columns: { name: string; type: string; required: boolean }[]
  keys: (Omit<TableKey, 'references'> & { references?: { table: string; columns: string[] } })[]
}

/** What is written into a table: CSV with a header, and what it has to be when it is read back. */
export interface TableContent {
  table: NewTable
  bytes(): AsyncIterable<Uint8Array>
  sha256: string
}

/** All tables of a release in one transaction that is not committed. */
export interface Load {
  /** Adds the sidecars and commits: from here on everybody sees the release. */
  commit(sidecars: Readonly<Record<string, string>>): Promise<void>
  /** nothing of it was ever there */
  abandon(): Promise<void>
}

/** What stands where a release is to go, and which database that is. Throws DATABASE_*. */
export async function lookAtTarget(
  place: PostgresPlace,
  env: NodeJS.ProcessEnv,
): Promise<{ schema: SchemaState; identity: string }> {
  const { client, close } = await connect(place, env)
  try {
    if ((await serverEncoding(client)) !== 'UTF8')
      throw new PerdeError('OUTPUT_INVALID', 'the database of the output does not keep its texts in UTF-8', {
        hints: ["choose a database made with ENCODING 'UTF8': in another one some texts have no form"],
      })
    return { schema: await lookAtSchema(client, place.schema!), identity: await identityOf(client) }
  } catch (e) {
    throw databaseError(e, 'looking at the output', { part: place.shown })
  } finally {
    await close()
  }
}

/**
 * Writes all tables and reads them back, in one transaction that is left open: keys are checked, and every table gives the
 * very bytes that were written, before anybody says that the release is there. `expected`: what may stand in the schema
 * now. The tables of a release that is replaced are in use until the end. Throws DATABASE_*, OUTPUT_*.
 */
export async function loadTables(
  place: PostgresPlace,
  env: NodeJS.ProcessEnv,
  contents: readonly TableContent[],
  { release, replaces, signal }: { release: string; replaces?: string | undefined; signal?: AbortSignal | undefined },
): Promise<Load> {
  const schema = place.schema!
  const where = { part: place.shown }
  const { client, close } = await connect(place, env)
  const run = async <T>(doing: string, action: () => Promise<T>, more: object = {}): Promise<T> => {
    try {
      signal?.throwIfAborted()
      return await action()
    } catch (e) {
      throw asOutput(signal?.aborted ? e : databaseError(e, doing, { ...where, ...more }))
    }
  }
  try {
    await run('beginning to load', () => client.query('BEGIN'))
    const state = await run('looking at the output', () => lockedState(client, schema, where))
    checkExpected(state, replaces, where)
    const old = state.state === 'release' ? state : undefined
    const work = old ? `_perde_${release.toLowerCase()}` : schema
    if (work !== schema || state.state === 'none')
      await run('making a schema', () => client.query(`CREATE SCHEMA ${identifier(work)}`))
    for (const { table, bytes, sha256 } of contents) {
      const at = { source: table.name }
      await run('making a table', () => client.query(createTable(work, table)), at)
      await run('writing a table', () => copyIn(client, work, table, bytes(), signal), at)
      const written = await run('reading a table back', () => digestOf(client, work, table), at)
      if (written !== sha256) throw notAsWritten(table, where)
    }
    for (const { table } of contents)
      await run('adding keys', () => addKeys(client, work, table, 'own'), { source: table.name })
    for (const { table } of contents)
      await run('adding foreign keys', () => addKeys(client, work, table, 'foreign'), { source: table.name })
    await run('making a table', () =>
      client.query(
        `CREATE TABLE ${qualified({ schema: work, name: SIDECARS })} (path text PRIMARY KEY, content text NOT NULL);
         COMMENT ON SCHEMA ${identifier(schema)} IS ${literal(`perde release ${release}`)}`,
      ),
    )
    if (old)
      await run('taking the place of the older release', () => client.query(swap(old.tables, contents, work, schema)))
    return {
      async commit(sidecars) {
        try {
          await run('committing', async () => {
            for (const [path, content] of Object.entries(sidecars))
              await client.query(`INSERT INTO ${qualified({ schema, name: SIDECARS })} VALUES ($1, $2)`, [
                path,
                content,
              ])
            await client.query('COMMIT')
          })
        } finally {
          // Left open by a commit that failed, the connection would keep the process from ending.
          await close()
        }
      },
      // The server undoes what a connection leaves open.
      abandon: close,
    }
  } catch (e) {
    await close()
    throw e
  }
}

/** Two runs into one schema: the second fails at once. */
async function lockedState(client: Client, schema: string, where: { part: string }): Promise<SchemaState> {
  const { rows } = await client.query<{ mine: boolean }>(
    `SELECT pg_catalog.pg_try_advisory_xact_lock(pg_catalog.hashtext('perde'), pg_catalog.hashtext($1)) AS mine`,
    [schema],
  )
  if (!rows[0]!.mine)
    throw new PerdeError('OUTPUT_LOCKED', 'another run is writing to this schema', {
      where,
      retryable: true,
      hints: ['wait until it ends and run again'],
    })
  return lookAtSchema(client, schema)
}

function checkExpected(state: SchemaState, replaces: string | undefined, where: { part: string }): void {
  const isExpected =
    state.state === 'none' ||
    state.state === 'empty' ||
    (state.state === 'release' && state.manifestSha256 === replaces)
  if (!isExpected)
    throw new PerdeError('OUTPUT_EXISTS', 'something else came to the schema of the output during the run', {
      where,
      hints: ['run again; nothing was published'],
    })
}

function createTable(schema: string, { name, columns }: NewTable): string {
  const list = columns.map((c) => `${identifier(c.name)} ${c.type}${c.required ? ' NOT NULL' : ''}`)
  return `CREATE TABLE ${qualified({ schema, name })} (${list.join(', ')})`
}

async function copyIn(
  client: Client,
  schema: string,
  { name, columns }: NewTable,
  bytes: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const list = columns.map((c) => identifier(c.name)).join(', ')
  const into = client.query(
    copyFrom(
      `COPY ${qualified({ schema, name })} (${list}) FROM STDIN (FORMAT csv, HEADER true, NULL '', ENCODING 'UTF8')`,
    ),
  )
  await pipeline(Readable.from(bytes, { objectMode: false }), into, { signal })
}

/** A table that was just made gives its rows in the order in which they came. */
export async function digestOf(
  client: Client,
  schema: string,
  { name, columns }: Pick<NewTable, 'name' | 'columns'>,
): Promise<string> {
  const list = columns.map((c) => identifier(c.name)).join(', ')
  const hash = createHash('sha256')
  const stream = client.query(copyTo(copyOut(`SELECT ${list} FROM ${qualified({ schema, name })}`)))
  for await (const chunk of stream) hash.update(chunk as Uint8Array)
  return hash.digest('hex')
}

async function addKeys(
  client: Client,
  schema: string,
  { name, keys }: NewTable,
  which: 'own' | 'foreign',
): Promise<void> {
  for (const key of keys) {
    if ((key.kind === 'foreign') !== (which === 'foreign')) continue
    const columns = (names: readonly string[]) => `(${names.map(identifier).join(', ')})`
    const what =
      key.kind === 'foreign'
        ? `FOREIGN KEY ${columns(key.columns)} REFERENCES ${qualified({ schema, name: key.references!.table })} ${columns(key.references!.columns)}`
        : `${key.kind === 'primary' ? 'PRIMARY KEY' : 'UNIQUE'} ${columns(key.columns)}`
    await client.query(`ALTER TABLE ${qualified({ schema, name })} ADD CONSTRAINT ${identifier(key.name)} ${what}`)
  }
}

/** RESTRICT, which is the default: what somebody else built on the older release keeps it. */
function swap(old: readonly string[], contents: readonly TableContent[], work: string, schema: string): string {
  const moved = [...contents.map(({ table }) => table.name), SIDECARS]
  return [
    `DROP TABLE ${[...old, SIDECARS].map((name) => qualified({ schema, name })).join(', ')}`,
    ...moved.map((name) => `ALTER TABLE ${qualified({ schema: work, name })} SET SCHEMA ${identifier(schema)}`),
    `DROP SCHEMA ${identifier(work)}`,
  ].join('; ')
}

function notAsWritten({ name }: NewTable, where: { part: string }): PerdeError {
  return new PerdeError('OUTPUT_INVALID', 'the database gives a table back in another form than it was written', {
    where: { ...where, source: name },
    hints: [
      'a type of the source may be another one there; nothing was published',
      'write the release into a folder instead',
    ],
  })
}

/** What failed on the way out is no fault of an input. */
function asOutput(e: unknown): unknown {
  if (!(e instanceof PerdeError)) return e
  const { where, hints, retryable, facts } = e
  const state = typeof facts['sqlstate'] === 'string' ? facts['sqlstate'] : ''
  const make = (message: string, hint: string) =>
    new PerdeError('OUTPUT_INVALID', message, { where, hints: [hint], facts })
  if (state === '23503')
    return make(
      'a record names another one that is not in the release, so a foreign key does not hold',
      'records were left out, or the two fields are not transformed alike; with &constraints=none no keys are made',
    )
  if (state === '23505')
    return make(
      'a key of the source is no key of the release: two records have the same',
      'with &constraints=none no keys are made',
    )
  if (state === '23502')
    return make(
      'a column of the source that may not be null is null in the release',
      'give it a rule that always writes a value; with &constraints=none columns may be null',
    )
  if (state === '42501')
    return make(
      'the user may not write there',
      'grant CREATE on the database, or on the schema where it exists and is empty',
    )
  if (state === '2BP01')
    return make(
      'something in the database is built on the release that is to be replaced',
      'drop the views on it first, or choose another schema',
    )
  if (e.code.startsWith('INPUT_'))
    return make('the database did not take a table of the release', `its SQLSTATE is ${state}; nothing was published`)
  return new PerdeError(e.code, e.message, { where, hints, retryable, facts })
}
