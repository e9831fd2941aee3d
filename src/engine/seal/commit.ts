import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import { ioError, PerdeError, systemCode } from '../../errors.ts'
import type { LogWriter } from '../../evidence/log/log-writer.ts'
import type { NewEntry } from '../../evidence/log/entry-schemas.ts'
import { makeProofBundle, type BundleFiles } from '../../evidence/log/proof-bundle.ts'
import { sha256Hex, successText } from '../../evidence/release/manifest.ts'
import {
  listReleaseRecords,
  removeReleaseRecord,
  writeReleaseRecord,
  type ReleaseRecord,
} from '../../evidence/release/release-record.ts'
import { report } from '../../evidence/report/report.ts'
import { REPORT, reportInput } from '../../evidence/report/report-input.ts'
import { releaseAt } from '../../io/lake/release-form.ts'
import { checkTarget, isUnpublished, publish, stagingName, syncFolder, targetState } from '../../io/lake/staging.ts'
import type { Load } from './load.ts'
import { abandonLoad, finishLoad, isRemote, isUnloaded, placeOf, publishLoad } from './remote-target.ts'
import type { DatabaseAccess } from './table-target.ts'
import { committedReleases, removeUncommitted } from './uncommitted.ts'

/**
 * The commit: staged → logged → committed → visible. The point of no return is the durable run.commit entry with its
 * checkpoint; before it a crash leaves nothing visible, after it the next command finishes the publish. `begin` is
 * called when the record of the release is durable; where this throws after it, nobody but the log knows how far it
 * came, and nothing may be undone. Throws OUTPUT_EXISTS, with nothing written, where something came to the target
 * during the run.
 */
export function commitRelease(
  log: LogWriter,
  record: ReleaseRecord,
  entry: Extract<NewEntry, { type: 'run.commit' }>,
  begin: () => void = () => undefined,
): void {
  writeCommit(log, record, entry, begin)
  makeVisible(log, record)
}

function writeCommit(
  log: LogWriter,
  record: ReleaseRecord,
  entry: Extract<NewEntry, { type: 'run.commit' }>,
  begin: () => void,
): void {
  checkReplaced(record)
  writeReleaseRecord(log.dir, record)
  begin()
  log.append([entry])
  log.checkpoint()
}

/** What happens on the way to a commit that others have a part in. */
export interface CommitSteps {
  begin(): void
  /** brings the log to where it is kept: the commit is there when this resolves */
  push(): Promise<void>
}

/** The same where the log is kept elsewhere: nothing is visible before the commit is there. */
export async function commitPushed(
  log: LogWriter,
  record: ReleaseRecord,
  entry: Extract<NewEntry, { type: 'run.commit' }>,
  { begin, push }: CommitSteps,
): Promise<void> {
  writeCommit(log, record, entry, begin)
  await push()
  makeVisible(log, record)
}

/**
 * The same where the records go into a database or a store. `load` puts all of them there, written and checked, while nothing
 * is visible anywhere; that ends between the log's commit and the publish of the sidecars. A crash after the first leaves the
 * place as it was and the records staged, and the next command loads them again; a crash after the second is found by the
 * release's manifest at the place.
 */
export async function commitRemote(
  log: LogWriter,
  record: ReleaseRecord,
  entry: Extract<NewEntry, { type: 'run.commit' }>,
  { begin, push, load }: CommitSteps & { load(): Promise<Load> },
): Promise<void> {
  checkReplaced(record)
  writeReleaseRecord(log.dir, record)
  const loaded = await load()
  begin()
  try {
    log.append([entry])
    log.checkpoint()
    await push()
  } catch (e) {
    await loaded.abandon()
    throw e
  }
  makeVisible(log, record, await publishLoad(log, record, loaded))
}

/** The last moment at which a full target costs nothing: after the entry the log would tell of a release that nobody sees. */
function checkReplaced({ target, replaces }: ReleaseRecord): void {
  checkTarget(target, replaces === undefined ? 'refuse' : 'replace')
  const there = releaseAt(target)
  if (there !== undefined && there !== replaces)
    throw new PerdeError('OUTPUT_EXISTS', 'another release came to the output path during the run', {
      where: { part: target },
      hints: ['run again; nothing was published'],
    })
}

/** Adds what can only be written after the commit, and publishes. Repeatable. `made`: its report, where it was made already. */
function makeVisible(log: LogWriter, record: ReleaseRecord, made?: string): void {
  if (existsSync(record.staged)) {
    try {
      const proof = writeProof(log, record)
      const sidecar = (name: string) => readFileSync(join(record.staged, name), 'utf8')
      const manifest = sidecar('manifest.json')
      writeFresh(join(record.staged, REPORT), made ?? report(reportInput(sidecar, proof)))
      writeFresh(join(record.staged, '_SUCCESS'), successText(manifest))
      syncFolder(record.staged)
    } catch (e) {
      throw ioError(e, 'finishing the release', { part: record.target })
    }
  }
  publish(record.staged, record.target, record.run)
}

/** Never through a link that stands under that name. */
function writeFresh(path: string, text: string): void {
  rmSync(path, { force: true })
  writeFileSync(path, text, { flag: 'wx', flush: true })
}

function writeProof(log: LogWriter, record: ReleaseRecord): BundleFiles {
  const folder = join(record.staged, 'proof')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  const files = makeProofBundle(log, [record.purposeIndex, record.index])
  for (const [name, text] of Object.entries(files))
    writeFileSync(join(folder, name), text, { mode: name.endsWith('.sh') ? 0o755 : 0o644, flush: true })
  syncFolder(folder)
  return files
}

/**
 * What killed runs left, under the lock of the log: a committed release is published, anything else is removed. Gives
 * the releases made visible. A record is no proof of itself, so nothing is touched that does not have the name, the
 * digest and the entry that its run gave it; `onBlocked` hears of a committed release that cannot be published, and `kept` is the folder of
 * a run that is gone on with.
 */
export function finishPublishes(
  log: LogWriter,
  onBlocked: (blocked: { target: string; staged: string }) => void = () => undefined,
  kept?: string,
): string[] {
  const finished: string[] = []
  const committed = committedReleases(log)
  for (const record of listReleaseRecords(log.dir)) {
    if (!isOwn(record)) continue
    if (isCommitted(log, record)) {
      const state = publishState(record)
      const target = placeOf(record)
      // Records that belong to a place outside come first: see finishLoads.
      if (state === 'blocked' || (state === 'pending' && isUnloaded(record)))
        onBlocked({ target, staged: record.staged })
      else if (state === 'pending') {
        makeVisible(log, record)
        finished.push(target)
      }
    } else if (!committed().has(record.release)) {
      rmSync(record.staged, { recursive: true, force: true })
      removeReleaseRecord(log.dir, record.release)
      if (existsSync(dirname(record.staged))) syncFolder(dirname(record.staged))
    }
  }
  removeUncommitted(log.dir, committed, kept)
  if (finished.length > 0) log.checkpoint()
  return finished
}

/**
 * What killed runs had committed and not yet brought to a place outside, and what they had not committed and left there; before
 * `finishPublishes`, which makes the rest visible. What cannot be done stays as it is.
 */
export async function finishLoads(log: LogWriter, access: DatabaseAccess): Promise<void> {
  const committed = committedReleases(log)
  for (const record of listReleaseRecords(log.dir)) {
    if (!isRemote(record) || !isOwn(record)) continue
    if (isCommitted(log, record)) {
      if (publishState(record) === 'pending' && isUnloaded(record)) await finishLoad(log, record, access)
    } else if (!committed().has(record.release)) await abandonLoad(record)
  }
}

/** A folder is only ours by the name that a run gives it: a record alone may name anybody's. */
function isOwn({ release, run, target, staged }: ReleaseRecord): boolean {
  return typeof target === 'string' && isAbsolute(target) && release === run && staged === stagingName(target, release)
}

/**
 * `blocked`: the staged folder is not the committed one, or the target holds something that this run was not to
 * replace. An old release that is laid back under its old staging name is so never put in a newer one's place.
 */
function publishState(record: ReleaseRecord): 'done' | 'pending' | 'blocked' {
  const { staged, target, run } = record
  if (!isUnpublished(staged, target, run)) return 'done'
  if (lstatSync(staged, { throwIfNoEntry: false }) === undefined) return 'pending'
  const there = targetState(target)
  if (there === 'other' || digestOfStaged(staged) !== record.manifestSha256) return 'blocked'
  return there !== 'release' || releaseAt(target) === record.replaces ? 'pending' : 'blocked'
}

function digestOfStaged(staged: string): string | undefined {
  const manifest = join(staged, 'manifest.json')
  try {
    if (!lstatSync(staged).isDirectory() || !lstatSync(manifest).isFile()) return undefined
    return sha256Hex(readFileSync(manifest))
  } catch (e) {
    if (systemCode(e) === 'ENOENT') return undefined
    throw ioError(e, 'finishing the release')
  }
}

function isCommitted(log: LogWriter, record: ReleaseRecord): boolean {
  if (!Number.isInteger(record.index) || record.index < 0 || record.index >= log.size) return false
  const entry = JSON.parse(log.line(record.index).toString()) as {
    type: string
    release?: string
    manifestSha256?: string
  }
  return (
    entry.type === 'run.commit' && entry.release === record.release && entry.manifestSha256 === record.manifestSha256
  )
}
