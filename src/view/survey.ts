import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Entry } from '../evidence/log/entry-schemas.ts'
import { logPaths } from '../evidence/log/log-fs.ts'
import { readEntries } from '../evidence/log/log-reader.ts'
import type { LogReport } from '../evidence/log/log-report.ts'
import { verifyLog } from '../evidence/log/verify-log.ts'
import { isManifest } from '../evidence/release/manifest-schema.ts'
import { sha256Hex, type Manifest } from '../evidence/release/manifest.ts'
import { readRegular } from '../evidence/release/regular-file.ts'
import { placeOfRelease, readReleaseRecord } from '../evidence/release/release-record.ts'

/** What a log says, as it was when it was last looked at. */
export interface Survey {
  report: LogReport
  /** the newest first; empty where the log does not verify */
  releases: SeenRelease[]
  runs: SeenRun[]
}

export interface SeenRelease {
  release: string
  /** RFC 3339, when it was committed */
  time: string
  records: number
  manifestSha256: string
  purged: boolean
  /** folder or address; undefined: the log's machine does not know it any more */
  place: string | undefined
  /** of what is there: undefined where it is in no folder of this machine, is gone or was replaced */
  manifest: Manifest | undefined
}

export interface SeenRun {
  run: string
  /** of its first entry */
  time: string
  entries: number
  /** the last entry of the run */
  last: Entry
}

/** Looks at a log anew whenever its files have changed. */
export function surveyor(log: string): () => Survey {
  let seen: { of: string; report: LogReport; commits: Commit[]; runs: SeenRun[] } | undefined
  return () => {
    const state = stateOf(log)
    if (seen?.of !== state) seen = { of: state, ...read(log) }
    const { report, commits, runs } = seen
    return { report, runs, releases: commits.map((commit) => whereNow(log, commit)) }
  }
}

/** Changes whenever a file does that a verification reads: `ctime` cannot be set back by who may only write. */
function stateOf(log: string): string {
  const { entries, leaves, checkpoint, checkpoints, keys } = logPaths(log)
  return [entries, leaves, checkpoint, checkpoints, keys]
    .map((path) => {
      const stat = statSync(path, { bigint: true, throwIfNoEntry: false })
      return stat ? `${stat.ino} ${stat.size} ${stat.mtimeNs} ${stat.ctimeNs}` : ''
    })
    .join('/')
}

type Commit = Omit<SeenRelease, 'place' | 'manifest'>

function read(log: string): { report: LogReport; commits: Commit[]; runs: SeenRun[] } {
  const report = verifyLog(log)
  const commits = new Map<string, Commit>()
  const runs = new Map<string, SeenRun>()
  if (report.ok)
    for (const entry of readEntries(log)) {
      const run = runs.get(entry.run)
      runs.set(entry.run, {
        run: entry.run,
        time: run?.time ?? entry.time,
        entries: (run?.entries ?? 0) + 1,
        last: entry,
      })
      if (entry.type === 'run.commit') {
        const { release, time, records, manifestSha256 } = entry
        commits.set(release, { release, time, records, manifestSha256, purged: false })
      }
      const purged = entry.type === 'release.purge' ? commits.get(entry.release) : undefined
      if (purged) purged.purged = true
    }
  return { report, commits: [...commits.values()].reverse(), runs: [...runs.values()].reverse() }
}

function whereNow(log: string, commit: Commit): SeenRelease {
  const record = readReleaseRecord(log, commit.release)
  const place = record && placeOfRelease(record)
  const folder = record && !record.store && !record.tables ? record.target : undefined
  return { ...commit, place, manifest: folder === undefined ? undefined : manifestAt(folder, commit.manifestSha256) }
}

/** The manifest in a folder, if it is the one that was committed. */
function manifestAt(folder: string, digest: string): Manifest | undefined {
  const text = readRegular(join(folder, 'manifest.json'))
  if (!text || sha256Hex(text) !== digest) return undefined
  const manifest: unknown = JSON.parse(text.toString())
  return isManifest(manifest) ? manifest : undefined
}
