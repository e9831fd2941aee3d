import { createHash, type Hash } from 'node:crypto'
import type { Client } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { PerdeError } from '../../../errors.ts'
import { addedIn } from './added.ts'
import { copyOut } from './catalogue.ts'
import { connect } from './connect.ts'
import { databaseError } from './database-error.ts'
import { qualified } from './identifier.ts'
import type { PostgresPlace } from './place.ts'
import { notOrdinary, readSidecars, relationsIn, SIDECARS } from './release-schema.ts'

/** A release in a database, as one reading finds it. */
export interface ReadRelease {
  sidecars: Record<string, string>
  /** by name of the table; undefined: it is not there */
  tables: Record<string, { bytes: number; sha256: string } | undefined>
  /** digest of all tables in order */
  recordsSha256: string
  /** what is in the schema or about its tables and was not made by perde */
  others: string[]
}

/** `tablesOf`: from the sidecars, the tables in order. Throws RELEASE_INVALID, DATABASE_*. */
export async function readRelease(
  place: PostgresPlace,
  env: NodeJS.ProcessEnv,
  tablesOf: (sidecars: Record<string, string>) => string[],
): Promise<ReadRelease> {
  const schema = place.schema!
  const { client, close } = await connect(place, env)
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    const names = await relationsIn(client, schema)
    const strange = await notOrdinary(client, schema)
    if (strange.length > 0)
      throw new PerdeError('RELEASE_INVALID', 'a table of the release is another thing than perde made of it', {
        where: { part: place.shown },
        facts: { relations: strange.length },
        hints: ['a view, a rule, a policy for rows or an inherited table stands there; nothing of it was read'],
      })
    const sidecars = names.includes(SIDECARS) ? await readSidecars(client, schema) : undefined
    if (!sidecars)
      throw new PerdeError('RELEASE_INVALID', 'there is no release of perde in this schema', {
        hints: ['a release is the schema that "perde run" names at its end'],
      })
    const tables: ReadRelease['tables'] = {}
    const records = createHash('sha256')
    const wanted = tablesOf(sidecars)
    for (const name of wanted)
      tables[name] = names.includes(name) ? await digest(client, schema, name, records) : undefined
    const own = new Set([...wanted, SIDECARS])
    const added = (await addedIn(client, schema)).map(({ kind, name }) => `${kind} ${name}`)
    const others = [...names.filter((name) => !own.has(name)), ...added]
    return { sidecars, tables, recordsSha256: records.digest('hex'), others }
  } catch (e) {
    throw databaseError(e, 'reading a release', { part: place.shown })
  } finally {
    await close()
  }
}

async function digest(
  client: Client,
  schema: string,
  name: string,
  records: Hash,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of client.query(copyTo(copyOut(`SELECT * FROM ${qualified({ schema, name })}`)))) {
    const piece = chunk as Uint8Array
    hash.update(piece)
    records.update(piece)
    bytes += piece.length
  }
  return { bytes, sha256: hash.digest('hex') }
}
