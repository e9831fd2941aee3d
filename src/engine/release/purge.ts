import { lstatSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { ioError, PerdeError } from '../../errors.ts'
import type { EntryBody, NewEntry } from '../../evidence/log/entry-schemas.ts'
import { openLog } from '../../evidence/log/log-writer.ts'
import { verifyLog } from '../../evidence/log/verify-log.ts'
import { isManifest } from '../../evidence/release/manifest-schema.ts'
import { sha256Hex, type Manifest } from '../../evidence/release/manifest.ts'
import { loggedPurge } from '../../evidence/release/purge-entries.ts'
import { readRegular } from '../../evidence/release/regular-file.ts'
import {
  decisionFile,
  keptPlanFile,
  readReleaseRecord,
  type ReleaseRecord,
} from '../../evidence/release/release-record.ts'
import { syncFolder } from '../../io/lake/staging.ts'
import { loadKey } from '../../keys/sources.ts'
import { isOver } from '../../policy/civil-date.ts'
import { VERSION } from '../../version.ts'
import { isTable } from '../read/table-input.ts'
import { lockTarget } from '../seal/target.ts'
import { commitOf, otherRecord } from './use.ts'

export type PurgeReason = EntryBody<'release.purge'>['reason']

export interface PurgeJob {
  /** folder of the release */
  release: string
  log: string
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
  /** it was purged before, and nothing of it was left */
  before: boolean
}

/**
 * Destroys the data of a release and what leads from it to people: data files, decisions about its subjects, the kept
 * plan of anonymity. Its sidecars stay, since they are what can be shown of it. The log has it durably before the first
 * file goes and after the last; a purge that was killed in between is finished by the next one. Throws DENIED, USAGE,
 * RELEASE_INVALID, RELEASE_TAMPERED and LOG_TAMPERED, with nothing destroyed.
 */
export async function purgeRelease(job: PurgeJob): Promise<Purged> {
  if (isTable(job.release))
    throw new PerdeError('USAGE', 'perde does not delete tables of a database', {
      hints: ['drop the schema there, then purge the folder of its sidecars, in releases/ of the log'],
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
  if (commit.manifestSha256 !== sha256)
    throw new PerdeError('RELEASE_TAMPERED', 'the manifest is not the one that was released; nothing was destroyed', {
      where: { part: join(dir, 'manifest.json') },
      hints: ['see what else is wrong: perde verify'],
    })
  refuseCopy(dir, record)
  const known = loggedPurge(job.log, manifest.release)
  const reason = known?.state === 'begun' ? known.reason : reasonOf(job, manifest, known?.reason)
  const facts = { release: manifest.release, outputs: manifest.outputs.length }
  if (known?.state === 'done' && leftOf(dir, job.log, manifest.release).length === 0)
    return { ...facts, reason: known.reason, removed: 0, before: true }
  return { ...facts, reason, removed: await destroy(job, { dir, manifest, sha256, record, reason }), before: false }
}

function readManifest(dir: string): { manifest: Manifest; sha256: string } {
  const text = readRegular(join(dir, 'manifest.json'))?.toString()
  let value: unknown
  try {
    value = text === undefined ? undefined : JSON.parse(text)
  } catch {
    value = undefined
  }
  if (text !== undefined && isManifest(value)) return { manifest: value, sha256: sha256Hex(text) }
  throw new PerdeError(
    'RELEASE_INVALID',
    'there is no release here: its manifest is missing or has not the form of one',
    {
      where: { part: dir },
      hints: ['a release is the folder that "perde run" names at its end'],
    },
  )
}

/** The log speaks of one place; a copy would be called destroyed while the release itself is still there. */
function refuseCopy(dir: string, { target }: ReleaseRecord): void {
  if (target === dir || !lstatSync(join(target, 'data'), { throwIfNoEntry: false })) return
  throw new PerdeError('USAGE', 'this is a copy of a release whose data is still there', {
    where: { part: target },
    hints: ['purge the release itself first, then its copies'],
  })
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
      const removed = manifest.outputs.filter(({ path }) =>
        lstatSync(join(dir, path), { throwIfNoEntry: false }),
      ).length
      for (const path of leftOf(dir, job.log, manifest.release)) remove(path)
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
function leftOf(dir: string, log: string, release: string): string[] {
  return [join(dir, 'data'), dirname(decisionFile(log, release, 0)), keptPlanFile(log, release)].filter((path) =>
    lstatSync(path, { throwIfNoEntry: false }),
  )
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
