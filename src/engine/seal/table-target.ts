import { createReadStream, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { PerdeError } from '../../errors.ts'
import type { LogWriter } from '../../evidence/log/log-writer.ts'
import { makeProofBundle } from '../../evidence/log/proof-bundle.ts'
import { report } from '../../evidence/report/report.ts'
import { REPORT, reportInput } from '../../evidence/report/report-input.ts'
import { successText, type Manifest } from '../../evidence/release/manifest.ts'
import type { ReleaseRecord } from '../../evidence/release/release-record.ts'
import { loadTables, lookAtTarget, type Load } from '../../io/databases/postgres/load.ts'
import { parsePlace, type PostgresPlace } from '../../io/databases/postgres/place.ts'
import { SIDECARS } from '../../io/databases/postgres/release-schema.ts'
import type { Input } from '../read/inputs.ts'

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

/** The second half, when the log has the commit: the sidecars with the proof, and the database’s own commit. */
export async function publishTables(log: LogWriter, record: ReleaseRecord, load: Load): Promise<void> {
  const files: Record<string, string> = {}
  for (const path of filesBelow(record.staged)) files[path] = readFileSync(join(record.staged, path), 'utf8')
  const proof = makeProofBundle(log, [record.purposeIndex, record.index])
  for (const [name, text] of Object.entries(proof)) files[`proof/${name}`] = text.toString()
  files[REPORT] = report(reportInput((name) => files[name]!, proof))
  files['_SUCCESS'] = successText(files['manifest.json']!)
  await load.commit(files)
  removeData(record)
}

/** Everything staged but the data, with forward slashes. */
function filesBelow(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((e) => e.isFile())
    .map((e) => relative(dir, join(e.parentPath, e.name)).split(sep).join('/'))
    .filter((path) => !path.startsWith('data/') && !path.startsWith('proof/') && path !== '_SUCCESS')
}

/**
 * After a crash behind the log's commit: asks the database how far it came, and does the rest. Where something stands there
 * now that this run was not to replace, or the database cannot be reached, nothing is changed and the records stay staged.
 */
export async function finishLoad(log: LogWriter, record: ReleaseRecord, access: DatabaseAccess): Promise<void> {
  try {
    const { schema } = await lookAtTarget(parsePlace(record.tables!.address), access.env)
    const isThere = schema.state === 'release' && schema.manifestSha256 === record.manifestSha256
    if (isThere) removeData(record)
    else await publishTables(log, record, await loadStaged(record, access))
  } catch (e) {
    if (!(e instanceof PerdeError)) throw e
    // The next command tries again; whoever publishes says that it waits.
  }
}

/** Records that belong into a database and are not there yet. */
export function isUnloaded({ staged, tables }: ReleaseRecord): boolean {
  return tables !== undefined && existsSync(join(staged, 'data'))
}

/** The records are in the database now; a second copy of them would be nobody's. */
function removeData({ staged }: ReleaseRecord): void {
  if (existsSync(staged)) rmSync(join(staged, 'data'), { recursive: true, force: true })
}
