import { to as copyTo } from 'pg-copy-streams'
import { PerdeError } from '../../../errors.ts'
import {
  columnsOf,
  copyOut,
  findTable,
  identityOf,
  keysOf,
  noTable,
  otherConstraintsOf,
  selectOf,
  serverEncoding,
  type FoundTable,
  type TableFacts,
} from './catalogue.ts'
import { connect, type Connection } from './connect.ts'
import { databaseError } from './database-error.ts'
import { qualified } from './identifier.ts'
import { parsePlace, type PostgresPlace, type TableName } from './place.ts'

/** A table, or what a query gives, as a stream of CSV that can be read again and is then the same. */
export interface TableSource {
  /** the place without user, password and text of the query */
  readonly name: string
  readonly size: undefined
  readonly facts: TableFacts
  /** undefined: a query */
  readonly table: Required<TableName> | undefined
  /** of the database, whatever it is called */
  readonly identity: string
  /** the server does not know how its texts are written, and gives them as they are */
  readonly unknownEncoding: boolean
  open(): Promise<TableReader>
  close(): Promise<void>
}

export interface TableReader {
  read(into: Uint8Array): Promise<number>
  unchanged(): Promise<void>
  close(): Promise<void>
}

/**
 * Opens places of any servers: those of one database in one snapshot, so that what one table says of another holds. Tables are
 * locked against change of their form, not of their rows (ACCESS SHARE), until they are closed. Throws USAGE, DATABASE_*, INPUT_*.
 */
export async function openTables(addresses: readonly string[], env: NodeJS.ProcessEnv): Promise<TableSource[]> {
  const places = addresses.map((address) => {
    const place = parsePlace(address)
    if (!place.table && place.query === undefined)
      throw new PerdeError('USAGE', 'an address of a source names a schema, not a table', {
        where: { part: place.shown },
        hints: ['one source is one table: ?table=schema.name, or a query: ?query=SELECT…'],
      })
    return place
  })
  const byDatabase = new Map<string, PostgresPlace[]>()
  for (const place of places) {
    const key = JSON.stringify(place.address)
    byDatabase.set(key, [...(byDatabase.get(key) ?? []), place])
  }
  const opened = new Map<PostgresPlace, TableSource>()
  try {
    for (const group of byDatabase.values())
      for (const [i, source] of (await openSnapshot(group, env)).entries()) opened.set(group[i]!, source)
  } catch (e) {
    for (const source of opened.values()) await source.close()
    throw e
  }
  return places.map((place) => opened.get(place)!)
}

/** All places are of one database. The snapshot ends when all its tables are closed. */
async function openSnapshot(places: readonly PostgresPlace[], env: NodeJS.ProcessEnv): Promise<TableSource[]> {
  const anchor = await connect(places[0]!, env)
  try {
    const tables = await lockTables(anchor, places)
    const { rows } = await anchor.client.query<{ snapshot: string }>(
      'SELECT pg_catalog.pg_export_snapshot() AS snapshot',
    )
    const snapshot = rows[0]!.snapshot
    const identity = await identityOf(anchor.client)
    const unknownEncoding = (await serverEncoding(anchor.client)) === 'SQL_ASCII'
    let open = places.length
    const release = async () => {
      if (--open === 0) await anchor.close()
    }
    const sources: TableSource[] = []
    for (const [i, place] of places.entries()) {
      const table = tables[i]
      const { facts, select } = await describe(anchor, place, table)
      let closed = false
      sources.push({
        name: place.shown,
        size: undefined,
        facts,
        table: table?.table,
        identity,
        unknownEncoding,
        open: () => openReader(place, env, snapshot, copyOut(select, unknownEncoding ? 'SQL_ASCII' : 'UTF8')),
        async close() {
          if (!closed) await release()
          closed = true
        },
      })
    }
    return sources
  } catch (e) {
    await anchor.close()
    throw databaseError(e, 'opening the tables', { part: places[0]!.shown })
  }
}

/** The locks come before the snapshot: what they wait for is then seen. */
async function lockTables(
  { client }: Connection,
  places: readonly PostgresPlace[],
): Promise<(FoundTable | undefined)[]> {
  const found: (FoundTable | undefined)[] = []
  for (const { table, shown } of places) {
    const there = table && (await findTable(client, table))
    if (table && !there) throw noTable(table, shown)
    found.push(there)
  }
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
  for (const [i, there] of found.entries()) {
    // Others cannot be locked; their form is held by the first look at them.
    if (!there || !'rpv'.includes(there.kind)) continue
    try {
      await client.query(`LOCK TABLE ${qualified(there.table)} IN ACCESS SHARE MODE`)
    } catch (e) {
      throw databaseError(e, 'locking a table', { part: places[i]!.shown })
    }
  }
  return found
}

async function describe(
  { client }: Connection,
  place: PostgresPlace,
  table: FoundTable | undefined,
): Promise<{ facts: TableFacts; select: string }> {
  try {
    if (!table) {
      const columns = await columnsOf(client, place.query!)
      return { facts: checked({ columns, keys: [], others: [] }, place), select: place.query! }
    }
    const keys = await keysOf(client, table)
    const columns = await columnsOf(client, selectOf(table.table, '*', []))
    const names = columns.map((column) => column.name)
    const others = await otherConstraintsOf(client, table)
    return { facts: checked({ columns, keys, others }, place), select: selectOf(table.table, names, keys) }
  } catch (e) {
    throw databaseError(e, 'looking at a table', { part: place.shown })
  }
}

function checked(facts: TableFacts, { shown }: PostgresPlace): TableFacts {
  if (facts.columns.length === 0)
    throw new PerdeError('INPUT_EMPTY', 'the table has no columns', { where: { part: shown } })
  return facts
}

/** Bytes of the wire that wait: the server is not read further until they are taken. */
const WAITING = 256 * 1024

/** A connection of its own, so that a reading that is given up disturbs no other. */
async function openReader(
  place: PostgresPlace,
  env: NodeJS.ProcessEnv,
  snapshot: string,
  copy: string,
): Promise<TableReader> {
  const at = (offset: number) => ({ part: place.shown, offset })
  const { client, close } = await connect(place, env)
  try {
    await client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET TRANSACTION SNAPSHOT '${snapshot}'`)
  } catch (e) {
    await close()
    throw databaseError(e, 'joining the snapshot of the run', { part: place.shown })
  }
  const stream = client.query(copyTo(copy, { highWaterMark: WAITING }))
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, undefined>
  let left: Uint8Array = new Uint8Array(0)
  let total = 0
  let ended = false
  return {
    async read(into) {
      try {
        while (left.length === 0 && !ended) {
          const next = await chunks.next()
          if (next.done === true) ended = true
          else left = next.value
        }
      } catch (e) {
        throw databaseError(e, 'reading a table', at(total))
      }
      const n = Math.min(left.length, into.length)
      into.set(left.subarray(0, n))
      left = left.subarray(n)
      total += n
      return n
    },
    // Every reading of a snapshot is the same, or fails.
    unchanged: async () => {
      if (!ended) throw new PerdeError('INPUT_CHANGED', 'a table was not read to its end', { where: at(total) })
    },
    async close() {
      // A connection in the middle of a COPY cannot say goodbye.
      if (!ended) (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy()
      await close()
    },
  }
}
