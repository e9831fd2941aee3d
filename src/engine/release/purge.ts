import { lstatSync, readdirSync, rmdirSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { ioError, PerdeError } from '../../errors.ts'
import type { EntryBody, NewEntry } from '../../evidence/log/entry-schemas.ts'
import { openLog } from '../../evidence/log/log-writer.ts'
import { verifyLog } from '../../evidence/log/verify-log.ts'
import { manifestIn } from '../../evidence/release/manifest-schema.ts'
import { sha256Hex, type Manifest } from '../../evidence/release/manifest.ts'
import { loggedPurge } from '../../evidence/release/purge-entries.ts'
import { readRegular } from '../../evidence/release/regular-file.ts'
import {
  dataKeyFile,
  decisionFile,
  keptPlanFile,
  placeOfRelease,
  readReleaseRecord,
  type ReleaseRecord,
} from '../../evidence/release/release-record.ts'
import { isUnpublished, syncFolder } from '../../io/lake/staging.ts'
import { loadKey } from '../../keys/sources.ts'
import { isOver } from '../../policy/civil-date.ts'
import { VERSION } from '../../version.ts'
import { refuseLogBut } from '../policy-files/named-log.ts'
import { isObjects, shownAddress } from '../read/address.ts'
import { isTable } from '../read/table-input.ts'
import { lockTarget } from '../seal/target.ts'
import { commitOf, otherRecord } from '../seal/logged-release.ts'
import { removeLeftPlaces } from './private-place.ts'

export type PurgeReason = EntryBody<'release.purge'>['reason']

export interface PurgeJob {
  /** folder of the release */
  release: string
  log: string
  /** where the log is kept, if not there, and what brings to it what was appended */
  keptAt?: string
  pushLog?(): Promise<void>
  /** folder that the release is relative to */
  cwd: string
  /** undefined: the date until which it may be kept is past, or a purge that was killed is finished */
  reason: PurgeReason | undefined
  env: NodeJS.ProcessEnv
  now: Date
}

export interface Purged {
  release: string
  reason: PurgeReason
  /** data files that were named by the manifest, and how many of them this purge took away */
  outputs: number
  removed: number
  /** files in the folder of its data that are not of the release, and stay */
  others: number
  /** it was purged before, and nothing of it was left */
  before: boolean
}

/**
 * Destroys the data of a release and what leads from it to people: data files, decisions about its subjects, the kept
 * plan of anonymity. Its sidecars stay, since they are what can be shown of it. The log has it durably before the first
 * file goes and after the last; a purge that was killed in between is finished by the next one. One that does not stand at
 * its place any more is destroyed by a copy of it: the copy's data, and all that is kept of it beside the log. Throws DENIED,
 * USAGE, RELEASE_INVALID, RELEASE_TAMPERED and LOG_TAMPERED, with nothing destroyed.
 */
export async function purgeRelease(job: PurgeJob): Promise<Purged> {
  // A copy that a killed command left is data of the release too.
  removeLeftPlaces(job.env)
  if (isTable(job.release))
    throw new PerdeError('USAGE', 'perde does not delete tables of a database', {
      hints: ['drop the schema there, then purge the folder of its sidecars, in releases/ of the log'],
    })
  if (isObjects(job.release))
    throw new PerdeError('USAGE', 'perde does not purge a release in a store; nothing was destroyed', {
      where: { part: shownAddress(job.release) },
      hints: [
        'delete the objects of its data/ there, older versions too; perde verify and perde use then say that they are missing, not that it was purged',
      ],
    })
  const dir = resolve(job.cwd, job.release)
  const { manifest, sha256 } = readManifest(dir)
  const record = readReleaseRecord(job.log, manifest.release)
  if (!record)
    throw new PerdeError('DENIED', 'the log at hand does not know this release', {
      hints: ['name the log that the run wrote with --log DIR or PERDE_LOG'],
    })
  const commit = verifyLog(job.log).ok ? commitOf(job.log, record) : undefined
  if (!commit) throw otherRecord()
  refuseLogBut(record.log, job.keptAt ?? job.log, 'where it was moved, put it back, or a link to it, and purge again')
  if (commit.manifestSha256 !== sha256)
    throw new PerdeError('RELEASE_TAMPERED', 'the manifest is not the one that was released; nothing was destroyed', {
      where: { part: join(dir, 'manifest.json') },
      hints: ['see what else is wrong: perde verify'],
    })
  const known = loggedPurge(job.log, manifest.release)
  refuseCopy(dir, record, manifest, known?.state === 'done')
  refuseLinks(dir, manifest)
  const reason = known?.state === 'begun' ? known.reason : reasonOf(job, manifest, known?.reason)
  const facts = { release: manifest.release, outputs: manifest.outputs.length }
  if (known?.state === 'done' && leftOf(dir, job.log, manifest).length === 0)
    return { ...facts, reason: known.reason, removed: 0, others: othersIn(dir), before: true }
  const removed = await destroy(job, { dir, manifest, sha256, record, reason })
  return { ...facts, reason, removed, others: othersIn(dir), before: false }
}

function readManifest(dir: string): { manifest: Manifest; sha256: string } {
  const text = readRegular(join(dir, 'manifest.json'))?.toString()
  const manifest = text === undefined ? undefined : manifestIn(text)
  if (text !== undefined && manifest) return { manifest, sha256: sha256Hex(text) }
  throw new PerdeError(
    'RELEASE_INVALID',
    'there is no release here: its manifest is missing or has not the form of one',
    {
      where: { part: dir },
      hints: ['a release is the folder that "perde run" names at its end'],
    },
  )
}

/** The log speaks of one release; a copy would be called destroyed while the release itself is still there. */
function refuseCopy(dir: string, record: ReleaseRecord, manifest: Manifest, purged: boolean): void {
  const { target, tables, store } = record
  if (target === dir || (purged && !isThere(join(target, 'data')))) return
  if (tables || store)
    throw new PerdeError('USAGE', 'this is a copy of a release that is in a database or a store', {
      where: { part: placeOfRelease(record) },
      hints: [
        tables
          ? `drop the schema there, then purge the folder of its sidecars: perde purge ${target}`
          : 'delete the objects of its data/ there, older versions too: perde does not purge a release in a store',
      ],
    })
  if (!stands(record, manifest)) return
  throw new PerdeError('USAGE', 'this is a copy of a release that stands at its place and was not purged itself', {
    where: { part: target },
    hints: [`purge that one first, then its copies: perde purge ${target}`],
  })
}

/**
 * Is anything of the release at the place that its run made it for? Another release may have replaced it there, or been made
 * from it anew; or it was moved away.
 */
function stands({ target, staged, run }: ReleaseRecord, { release, outputs }: Manifest): boolean {
  if (isUnpublished(staged, target, run)) return true
  const there = readRegular(join(target, 'manifest.json'))?.toString()
  // What has no manifest any more is told by its files.
  if (there === undefined) return outputs.some(({ path }) => isThere(join(target, path)))
  const other = manifestIn(there)
  return !other || other.release === release
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}

/** The log that a release names by the record that one at hand has of it; undefined: the release names none, or it is not known. */
export function namedLog(release: string, cwd: string, log: string): string | undefined {
  const text = readRegular(join(resolve(cwd, release), 'manifest.json'))?.toString()
  const id = text === undefined ? undefined : manifestIn(text)?.release
  return id === undefined ? undefined : readReleaseRecord(log, id)?.log
}

function reasonOf({ reason, now }: PurgeJob, { retainUntil }: Manifest, before: PurgeReason | undefined): PurgeReason {
  const over = retainUntil !== undefined && isOver(retainUntil, now)
  if (reason !== undefined && (reason !== 'RETENTION' || over)) return reason
  if (over) return 'RETENTION'
  // What was purged is purged again where somebody put it back.
  if (before !== undefined) return before
  throw new PerdeError(
    'USAGE',
    retainUntil === undefined
      ? 'the release does not say how long it is kept, so its purge needs a reason'
      : `the release may be kept until ${retainUntil}, so its purge needs another reason`,
    { hints: ['give it with --reason: withdrawn, replaced, ordered or faulty'] },
  )
}

/** What lies behind a link would stay, and the log would say that it is gone. */
function refuseLinks(dir: string, { outputs }: Manifest): void {
  const folders = new Set(
    outputs.flatMap(({ path }) => path.split('/').map((_, i, names) => names.slice(0, i + 1).join('/'))),
  )
  for (const path of folders)
    if (lstatSync(join(dir, path), { throwIfNoEntry: false })?.isSymbolicLink())
      throw new PerdeError(
        'RELEASE_TAMPERED',
        'a link stands in the place of data of the release; nothing was destroyed',
        {
          where: { part: join(dir, path) },
          hints: ['put the data back in its place: what a link leads to is not removed through it'],
        },
      )
}

interface Doomed {
  dir: string
  manifest: Manifest
  sha256: string
  record: ReleaseRecord
  reason: PurgeReason
}

/** Gives how many of the manifest's data files were there. */
async function destroy(job: PurgeJob, { dir, manifest, sha256, record, reason }: Doomed): Promise<number> {
  const signingKey =
    record.signingKey && (await loadKey(record.signingKey, { baseDir: record.baseDir, env: job.env })).root
  const entry = (state: 'begun' | 'done'): Extract<NewEntry, { type: 'release.purge' }> => ({
    type: 'release.purge',
    state,
    release: manifest.release,
    reason,
    manifestSha256: sha256,
    recordsSha256: manifest.recordsSha256,
    outputs: manifest.outputs.length,
    records: manifest.records.out,
  })
  const lock = lockTarget(dir)
  try {
    const log = openLog(job.log, { tool: `perde/${VERSION}`, ...(signingKey && { signingKey }) })
    try {
      log.append([entry('begun')])
      log.checkpoint()
      await job.pushLog?.()
      const removed = manifest.outputs.filter(({ path }) => isThere(join(dir, path))).length
      for (const path of leftOf(dir, job.log, manifest)) remove(path)
      removeEmpty(join(dir, 'data'))
      log.append([entry('done')])
      log.checkpoint()
      return removed
    } finally {
      log.close()
    }
  } finally {
    lock.release()
  }
}

/** What is still there of the data and of what leads from it to people: absolute paths, the data first. */
function leftOf(dir: string, log: string, { release, outputs }: Manifest): string[] {
  const data = outputs.map(({ path }) => join(dir, path))
  // The key first: with it goes every copy of a sealed release, wherever it is.
  const kept = [dirname(decisionFile(log, release, 0)), keptPlanFile(log, release)]
  return [dataKeyFile(log, release), ...data, ...kept].filter(isThere)
}

/** Folders with nothing in them any more; what the manifest does not name is somebody else's. */
function removeEmpty(folder: string): void {
  if (lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) removeEmpty(join(folder, entry.name))
  if (readdirSync(folder).length > 0) return
  rmdirSync(folder)
  syncFolder(dirname(folder))
}

function othersIn(dir: string): number {
  const data = join(dir, 'data')
  if (lstatSync(data, { throwIfNoEntry: false })?.isDirectory() !== true) return 0
  return readdirSync(data, { withFileTypes: true, recursive: true }).filter((entry) => !entry.isDirectory()).length
}

/** Never through a link: one that stands in the place of a folder goes, and what it leads to stays. */
function remove(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true })
    syncFolder(dirname(path))
  } catch (e) {
    throw ioError(e, 'destroying the data of a release', { part: path })
  }
}
