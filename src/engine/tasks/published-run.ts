import { join } from 'node:path'
import { PerdeError } from '../../errors.ts'
import { sha256Hex } from '../../evidence/release/manifest.ts'
import { readRegular } from '../../evidence/release/regular-file.ts'
import type { RunJob } from '../freeze/job.ts'
import { loggedCommit } from '../seal/logged-release.ts'
import { manifestInStore } from '../seal/store-target.ts'
import { outOfTurn } from './kept-run.ts'
import type { RunFolder } from './run-folder.ts'

// That a run is published is a file in a folder on which others write, too. Who asks what the run became is told what the log
// has of it, and only while that stands at its place: another release there is not the answer to his run.

/** The release that a run became, as the log has it. */
export interface PublishedRun {
  release: string
  manifestSha256: string
}

/** ULID of the release that a run is said to have become; undefined: it is not published. */
export function publishedRelease(folder: RunFolder): string | undefined {
  return folder.get(PUBLISHED)?.toString().trim()
}

export const PUBLISHED = 'published'

/**
 * What the run `release` became. Throws PLAN_MISMATCH where the folder names another release, RELEASE_UNKNOWN where the log has no
 * commit of it, or it does not stand at its place any more, RELEASE_TAMPERED where its manifest there is another.
 */
export async function publishedRun(
  job: Pick<RunJob, 'log' | 'target' | 'store'>,
  folder: RunFolder,
  release: string,
): Promise<PublishedRun> {
  if (publishedRelease(folder) !== release)
    throw outOfTurn(
      folder,
      'what the folder of the run says of its publish is not of this run',
      'somebody else wrote there: begin again with perde shard, in a new folder',
    )
  const manifestSha256 = loggedCommit(job.log, release)?.manifestSha256
  if (manifestSha256 === undefined)
    throw new PerdeError('RELEASE_UNKNOWN', 'the run is said to be published, and the log has no commit of it', {
      where: { part: folder.dir },
      hints: ['somebody else wrote there, or the log is another: begin again with perde shard, in a new folder'],
    })
  await refuseElse(job, { release, manifestSha256 })
  return { release, manifestSha256 }
}

async function refuseElse(
  { target, store }: Pick<RunJob, 'target' | 'store'>,
  { release, manifestSha256 }: PublishedRun,
): Promise<void> {
  const manifest = target === undefined ? undefined : readRegular(join(target, 'manifest.json'))
  const there = store === undefined ? manifest && sha256Hex(manifest) : await manifestInStore(store)
  if (there === manifestSha256) return
  const where = { part: target ?? store! }
  if (there === undefined)
    throw new PerdeError('RELEASE_UNKNOWN', 'the run was published, and its release is not at its place any more', {
      where,
      hints: ['put it back, or begin again with perde shard, in a new folder'],
    })
  if (manifest && releaseOf(manifest) === release)
    throw new PerdeError('RELEASE_TAMPERED', 'the manifest of the release is not the one that the run published', {
      where,
      hints: ['see what is wrong with the release: perde verify RELEASE'],
    })
  throw new PerdeError('RELEASE_UNKNOWN', 'the run was published, and another release stands at its place now', {
    where,
    hints: ['begin again with perde shard, in a new folder, where the release of this run is wanted'],
  })
}

function releaseOf(manifest: Buffer): unknown {
  try {
    return (JSON.parse(manifest.toString()) as { release?: unknown } | null)?.release
  } catch {
    return undefined
  }
}
