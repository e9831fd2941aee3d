import { createHash } from 'node:crypto'
import { existsSync, rmdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { withoutRelease } from '../../anonymity/release-history.ts'
import { ioError, PerdeError } from '../../errors.ts'
import { takeLock, type Lock } from '../../evidence/log/lock.ts'
import { listIfThere, makeDirectory, readIfThere, replaceFile, systemFs } from '../../evidence/log/log-fs.ts'
import type { LogWriter } from '../../evidence/log/log-writer.ts'
import { ledgerBytes, ledgerHeader, readLedger, type LedgerKeys, type ReleasedSources } from './ledger-file.ts'

/**
 * The ledger of the releases of a data set, open for one run. The signed log says which file is in force: the one whose
 * digest stands in the last commit of the data set that names one. So a run that was killed before its commit left nothing
 * that counts, one that was killed after it left everything, and a file that was taken away, put back or changed is found.
 */
export interface ReleaseLedger {
  keys: LedgerKeys
  /** the releases before this one */
  before: ReleasedSources
  /** Writes the ledger as it is after this release, durably; in force once its digest is in the commit. */
  write(after: ReleasedSources): { sha256: string }
  /** removes what `write` wrote, for a run that ends without a commit; `close` then removes a folder that was made for it */
  discard(): void
  close(): void
}

export interface LedgerJob {
  /** absolute */
  dir: string
  dataset: string
  release: string
  log: Pick<LogWriter, 'origin' | 'size' | 'line'>
  keys: LedgerKeys
  /** digest of the manifest of the release that this one replaces: it leaves the ledger; undefined: none */
  replaces: string | undefined
}

/** Throws LOG_LOCKED, LEDGER_MISMATCH, LOG_TAMPERED, KEY_INVALID, IO_FAILED. */
export function openLedger(job: LedgerJob): ReleaseLedger {
  const { dir, dataset, release, log, keys } = job
  const isNew = !existsSync(dir)
  const lock = lockFolder(dir)
  const close = () => {
    lock.release()
    if (isNew) removeEmpty(dir)
  }
  try {
    const { before, last } = releasesBefore(job)
    tidy(job, last?.release)
    const header = {
      perde: 'release-ledger',
      version: 1,
      dataset,
      origin: log.origin,
      release,
      check: keys.check,
    } as const
    const file = fileOf(dir, dataset, release)
    return {
      keys,
      before,
      write(after) {
        const bytes = ledgerBytes(header, after, keys)
        attempt('writing the ledger of releases', dir, () => replaceFile(systemFs, file, bytes, 0o600))
        return { sha256: sha256(bytes) }
      },
      discard: () => rmSync(file, { force: true }),
      close,
    }
  } catch (e) {
    close()
    throw e
  }
}

/** What the ledger knows of the releases before a run, without the one that it replaces. Nothing is locked or tidied. */
export function releasesBefore(job: Omit<LedgerJob, 'release'>): {
  before: ReleasedSources
  last: LedgerCommit | undefined
} {
  const commits = ledgerCommits(job.log, job.dataset)
  const last = commits.at(-1)
  const before = last ? readLast(job, last) : {}
  const replaced = commits.find(({ manifestSha256 }) => manifestSha256 === job.replaces)?.release
  return { before: replaced === undefined ? before : without(before, replaced), last }
}

/** Where the ledger is in force after a release. */
export function fileOf(dir: string, dataset: string, release: string): string {
  return join(dir, `${dataset}.${release}.ledger`)
}

export interface LedgerCommit {
  release: string
  manifestSha256: string
  ledgerSha256: string
}

/** Commits of a data set that name a ledger, in order. */
export function ledgerCommits(log: Pick<LogWriter, 'size' | 'line'>, dataset: string): LedgerCommit[] {
  const runs = new Set<string>()
  const commits: LedgerCommit[] = []
  for (let index = 0; index < log.size; index++) {
    const line = log.line(index)
    if (!line.includes('"run.start"') && !line.includes('"ledgerSha256"')) continue
    const entry = JSON.parse(line.toString()) as { type: string; run: string; dataset?: string } & Partial<LedgerCommit>
    if (entry.type === 'run.start' && entry.dataset === dataset) runs.add(entry.run)
    const { release, manifestSha256, ledgerSha256 } = entry
    if (entry.type === 'run.commit' && runs.has(entry.run) && release && manifestSha256 && ledgerSha256)
      commits.push({ release, manifestSha256, ledgerSha256 })
  }
  return commits
}

/** A run that wrote nothing leaves no folder that was not there before it. */
function removeEmpty(dir: string): void {
  try {
    rmdirSync(dir)
  } catch {
    // It holds the ledger of this run.
  }
}

function lockFolder(dir: string): Lock {
  try {
    makeDirectory(systemFs, dir)
    return takeLock(systemFs, join(dir, 'lock'))
  } catch (e) {
    if (e instanceof PerdeError && e.code === 'LOG_LOCKED')
      throw new PerdeError('LOG_LOCKED', 'another run is using the ledger of releases', {
        where: { part: dir },
        retryable: true,
        hints: ['wait until it ends and run again'],
        facts: e.facts,
      })
    throw ioError(e, 'opening the ledger of releases', { part: dir })
  }
}

/**
 * Removes what killed runs left, and ledgers that a later one took the place of. Refuses the ledger of another log, in
 * which this one cannot see what was committed.
 */
function tidy({ dir, dataset, log }: LedgerJob, last: string | undefined): void {
  for (const name of attempt('reading the ledger of releases', dir, () => listIfThere(systemFs, dir))) {
    const match = LEDGER.exec(name)
    if (match?.[1] !== dataset || match[2] === last) continue
    const file = join(dir, name)
    const bytes = attempt('reading the ledger of releases', dir, () => readIfThere(systemFs, file))
    if (!bytes) continue
    if (match[3] === undefined && ledgerHeader(bytes).origin !== log.origin)
      throw new PerdeError('LEDGER_MISMATCH', 'the ledger of releases belongs to another log', {
        where: { part: dir },
        hints: [
          'use the log of the earlier releases: --log DIR, PERDE_LOG or audit.log',
          'only that log says which releases there are',
        ],
      })
    attempt('tidying the ledger of releases', dir, () => rmSync(file, { force: true }))
  }
}

const LEDGER = /^(.+)\.([0-7][0-9A-HJKMNP-TV-Z]{25})\.ledger(\.tmp)?$/

function readLast({ dir, dataset, log, keys }: Omit<LedgerJob, 'release'>, last: LedgerCommit): ReleasedSources {
  const bytes = attempt('reading the ledger of releases', dir, () =>
    readIfThere(systemFs, fileOf(dir, dataset, last.release)),
  )
  if (!bytes)
    throw new PerdeError(
      'LEDGER_MISMATCH',
      'the ledger of releases is not in its folder, and the log says there is one',
      {
        where: { part: dir },
        hints: [
          'name the folder that the earlier releases used: anonymity.releases',
          'if it is lost, nobody can say any more who was in them: later releases need another data set id',
        ],
      },
    )
  if (sha256(bytes) !== last.ledgerSha256)
    throw new PerdeError('LOG_TAMPERED', 'the ledger of releases is not the one that the log signed', {
      where: { part: dir },
      hints: ['put back the file as the last release left it'],
    })
  const { origin, dataset: own } = ledgerHeader(bytes)
  if (origin !== log.origin || own !== dataset)
    throw new PerdeError('LEDGER_MISMATCH', 'the ledger of releases is of other data', { where: { part: dir } })
  return readLedger(bytes, keys)
}

function without(sources: ReleasedSources, release: string): ReleasedSources {
  return Object.fromEntries(
    Object.entries(sources).map(([name, { plans, history, promises }]) => {
      const left = withoutRelease(history, release)
      return [
        name,
        {
          plans: left.releases.length === 0 ? [] : plans,
          history: left,
          promises: promises.filter((promised) => promised.release !== release),
        },
      ]
    }),
  )
}

function attempt<T>(doing: string, dir: string, action: () => T): T {
  try {
    return action()
  } catch (e) {
    throw ioError(e, doing, { part: dir })
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
