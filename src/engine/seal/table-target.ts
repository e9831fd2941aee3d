import { createReadStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PerdeError } from '../../errors.ts'
import type { Manifest } from '../../evidence/release/manifest.ts'
import type { ReleaseRecord } from '../../evidence/release/release-record.ts'
import { loadTables, lookAtTarget, type Load } from '../../io/databases/postgres/load.ts'
import { parsePlace, type PostgresPlace } from '../../io/databases/postgres/place.ts'
import { SIDECARS } from '../../io/databases/postgres/release-schema.ts'
import type { Input } from '../read/input.ts'

/** A schema of a database that the records of a release go to. */
export interface TableTarget {
  place: PostgresPlace
  /** of the database, whatever it is called */
  identity: string
  /** digest of the manifest of the release that stands there */
  replaces: string | undefined
}

/** How databases are reached. */
export interface DatabaseAccess {
  env: NodeJS.ProcessEnv
  signal?: AbortSignal | undefined
}

/** Looks at where the release will go before anything is done. Throws USAGE, DATABASE_*, OUTPUT_EXISTS, OUTPUT_INVALID. */
export async function openTableTarget(
  address: string,
  existing: 'replace' | 'refuse',
  env: NodeJS.ProcessEnv,
): Promise<TableTarget> {
  const place = parsePlace(address)
  const where = { part: place.shown }
  if (place.schema === undefined)
    throw new PerdeError('USAGE', 'the address of an output names a schema, not a table', {
      where,
      hints: ['such as postgres://host/database?schema=release'],
    })
  const { schema, identity } = await lookAtTarget(place, env)
  if (schema.state === 'other')
    throw new PerdeError('OUTPUT_EXISTS', 'the schema of the output holds something that is not a release', {
      where,
      hints: ['choose another schema; perde writes into an empty one, a new one, or in the place of its own'],
    })
  if (schema.state === 'release' && existing === 'refuse')
    throw new PerdeError('OUTPUT_EXISTS', 'there is a release in the schema of the output already', {
      where,
      hints: ['choose another schema, or replace it with --replace'],
    })
  return { place, identity, replaces: schema.state === 'release' ? schema.manifestSha256 : undefined }
}

/** Only tables become tables, and none in the schema that it was read from. Throws OUTPUT_INVALID, OUTPUT_IS_INPUT. */
export function checkTableInputs({ place, identity }: TableTarget, inputs: readonly Input[]): void {
  for (const { table, sourceName, bytes, compression } of inputs) {
    const where = { source: sourceName, part: bytes.name }
    if (!table)
      throw new PerdeError('OUTPUT_INVALID', 'a file cannot be written as a table of a database', {
        where,
        hints: ['run with --out DIR, and load its data with your database’s own tools'],
      })
    if (table.identity === identity && table.table?.schema === place.schema)
      throw new PerdeError('OUTPUT_IS_INPUT', 'the schema of the output holds an input', {
        where,
        hints: ['choose another schema; perde never writes in place'],
      })
    if (compression !== undefined)
      throw new PerdeError('OUTPUT_INVALID', 'records that go to a table of a database cannot be packed', {
        where,
        hints: ['leave output.compression out of the policy, or run with --out DIR'],
      })
    if (sourceName === SIDECARS)
      throw new PerdeError('OUTPUT_INVALID', `a source is called "${SIDECARS}", as the table of the sidecars is`, {
        where,
      })
  }
}

/**
 * The staged tables in one open transaction, checked. The password of the address is not in the record: who finishes the
 * work of a killed run has it from the environment, a password or a service file.
 */
export function loadStaged(
  record: ReleaseRecord,
  { env, signal }: DatabaseAccess,
  address: string = record.tables!.address,
): Promise<Load> {
  const manifest = JSON.parse(readFileSync(join(record.staged, 'manifest.json'), 'utf8')) as Manifest
  const contents = manifest.outputs.map(({ path, sha256 }, i) => ({
    table: record.tables!.made[i]!,
    sha256,
    bytes: () => createReadStream(join(record.staged, path), { highWaterMark: 1 << 20 }),
  }))
  const { release, tables } = record
  return loadTables(parsePlace(address), env, contents, { release, replaces: tables!.replaces, signal })
}

/** Is the committed release in its database already? Throws DATABASE_*. */
export async function isInDatabase(record: ReleaseRecord, { env }: DatabaseAccess): Promise<boolean> {
  const { schema } = await lookAtTarget(parsePlace(record.tables!.address), env)
  return schema.state === 'release' && schema.manifestSha256 === record.manifestSha256
}
