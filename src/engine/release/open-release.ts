import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { ioError, PerdeError } from '../../errors.ts'
import { manifestIn } from '../../evidence/release/manifest-schema.ts'
import type { ReadRecords } from '../../evidence/release/verify-release.ts'
import { parsePlace } from '../../io/databases/postgres/place.ts'
import { readRelease } from '../../io/databases/postgres/read-release.ts'
import { isObjects } from '../read/address.ts'
import { isTable, shownInput } from '../read/table-input.ts'
import { readObjects, type BringFile } from './read-objects.ts'

/** A release where it can be verified: its sidecars in a folder, its records there too or in a database. */
export interface OpenRelease {
  dir: string
  /** as it may be shown */
  shown: string
  /** the records, where they are not in that folder */
  elsewhere?: ReadRecords
  /** brings a file of the release here, where it is not in that folder; a table is none */
  bring?: BringFile
  /** where the records of an output are, for who uses them */
  place(output: { path: string; source: string }): string
  close(): void
}

/**
 * A folder, a schema of a database (`postgres://host/database?schema=name`) or a folder of objects (`s3://bucket/folder`).
 * Throws RELEASE_INVALID, USAGE, DATABASE_*, STORE_*.
 */
export async function openRelease(release: string, cwd: string, env: NodeJS.ProcessEnv): Promise<OpenRelease> {
  if (isTable(release)) return openTables(release, env)
  if (isObjects(release)) return openObjects(release)
  const dir = resolve(cwd, release)
  return { dir, shown: dir, place: ({ path }) => join(dir, path), close: () => undefined }
}

async function openTables(release: string, env: NodeJS.ProcessEnv): Promise<OpenRelease> {
  const place = parsePlace(release)
  if (place.schema === undefined)
    throw new PerdeError('USAGE', 'a release in a database is a schema, not a table', {
      where: { part: place.shown },
      hints: ['such as postgres://host/database?schema=release'],
    })
  const { sidecars, tables, recordsSha256, others } = await readRelease(place, env, tablesOf)
  return {
    ...sidecarFolder(sidecars, place.shown),
    shown: shownInput(release),
    elsewhere: { of: ({ source }) => tables[source], recordsSha256, others },
    place: ({ source }) => tableAddress(release, place.schema!, source),
  }
}

async function openObjects(release: string): Promise<OpenRelease> {
  const { sidecars, elsewhere, bring, address } = await readObjects(release)
  return {
    ...sidecarFolder(sidecars, address),
    shown: address,
    elsewhere,
    bring,
    place: ({ path }) => `${address}/${path}`,
  }
}

/** The sidecars in a folder of their own, where they are read as those of any release. */
function sidecarFolder(sidecars: Record<string, string>, shown: string): Pick<OpenRelease, 'dir' | 'close'> {
  const dir = mkdtempSync(join(tmpdir(), 'perde-release-'))
  const close = () => rmSync(dir, { recursive: true, force: true })
  try {
    for (const [path, content] of Object.entries(sidecars)) {
      if (!SIDECAR.test(path)) throw noRelease(shown)
      mkdirSync(dirname(join(dir, path)), { recursive: true })
      writeFileSync(join(dir, path), content, { mode: 0o600 })
    }
    return { dir, close }
  } catch (e) {
    close()
    throw ioError(e, 'looking at a release')
  }
}

/** What a run writes beside its records; nothing that leads out of the folder. */
const SIDECAR = /^(?:proof\/)?[A-Za-z0-9_][A-Za-z0-9_.-]*$/

function tablesOf(sidecars: Record<string, string>): string[] {
  // What else is wrong with it is found with the rest.
  return (manifestIn(sidecars['manifest.json'] ?? '')?.outputs ?? []).map(({ source }) => source)
}

function tableAddress(release: string, schema: string, table: string): string {
  const shown = shownInput(release).replace(/([?&])constraints=[^&]*&?/, '$1')
  return shown.replace(/schema=[^&]*/, () => `table=${encodeURIComponent(schema)}.${encodeURIComponent(table)}`)
}

function noRelease(part: string): PerdeError {
  return new PerdeError('RELEASE_INVALID', 'the sidecars of the release are not those of a release', {
    where: { part },
  })
}
