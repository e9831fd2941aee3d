import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { PerdeError } from '../../errors.ts'
import type { LogWriter } from '../../evidence/log/log-writer.ts'
import { makeProofBundle } from '../../evidence/log/proof-bundle.ts'
import { successText } from '../../evidence/release/manifest.ts'
import type { ReleaseRecord } from '../../evidence/release/release-record.ts'
import { report } from '../../evidence/report/report.ts'
import { REPORT, reportInput } from '../../evidence/report/report-input.ts'
import { shownInput } from '../read/table-input.ts'
import type { Load } from './load.ts'
import { abandonObjects, isInStore, loadObjects } from './store-target.ts'
import { isInDatabase, loadStaged, type DatabaseAccess } from './table-target.ts'

/** Does the release go to a database or a store? */
export function isRemote({ tables, store }: ReleaseRecord): boolean {
  return tables !== undefined || store !== undefined
}

/** Where people find the records. */
export function placeOf({ target, tables, store }: ReleaseRecord): string {
  return store ? store.address : tables ? shownInput(tables.address) : target
}

/** `address`: with its password, where the record has none. */
export function load(log: LogWriter, record: ReleaseRecord, access: DatabaseAccess, address?: string): Promise<Load> {
  return record.store ? loadObjects(log, record, access.signal) : loadStaged(record, access, address)
}

/** The second half, when the log has the commit: the sidecars with the proof, and the place’s own commit. Gives the report that went there. */
export async function publishLoad(log: LogWriter, record: ReleaseRecord, loaded: Load): Promise<string> {
  const files: Record<string, string> = {}
  for (const path of filesBelow(record.staged)) files[path] = readFileSync(join(record.staged, path), 'utf8')
  const proof = makeProofBundle(log, [record.purposeIndex, record.index])
  for (const [name, text] of Object.entries(proof)) files[`proof/${name}`] = text.toString()
  const made = report(reportInput((name) => files[name]!, proof))
  files[REPORT] = made
  files['_SUCCESS'] = successText(files['manifest.json']!)
  await loaded.commit(files)
  removeData(record)
  return made
}

/** Everything staged but the data, with forward slashes. */
function filesBelow(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((e) => e.isFile())
    .map((e) => relative(dir, join(e.parentPath, e.name)).split(sep).join('/'))
    .filter((path) => !path.startsWith('data/') && !path.startsWith('proof/') && path !== '_SUCCESS')
}

/**
 * After a crash behind the log's commit: asks the place how far it came, and does the rest. Where something stands there
 * now that this run was not to replace, or it cannot be reached, nothing is changed and the records stay staged.
 */
export async function finishLoad(log: LogWriter, record: ReleaseRecord, access: DatabaseAccess): Promise<void> {
  await quietly(async () => {
    if (await (record.store ? isInStore(record) : isInDatabase(record, access))) removeData(record)
    else await publishLoad(log, record, await load(log, record, access))
  })
}

/** After a crash before it: a database has undone it by itself, a store keeps what was put. */
export async function abandonLoad(record: ReleaseRecord): Promise<void> {
  if (record.store) await quietly(() => abandonObjects(record))
}

/** The next command tries again; whoever publishes says that it waits. */
async function quietly(action: () => Promise<void>): Promise<void> {
  try {
    await action()
  } catch (e) {
    if (!(e instanceof PerdeError)) throw e
  }
}

/** Records that belong to a place outside and are not there yet. */
export function isUnloaded(record: ReleaseRecord): boolean {
  return isRemote(record) && existsSync(join(record.staged, 'data'))
}

/** The records are there now; a second copy of them would be nobody's. */
function removeData({ staged }: ReleaseRecord): void {
  if (existsSync(staged)) rmSync(join(staged, 'data'), { recursive: true, force: true })
}
