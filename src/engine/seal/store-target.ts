import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PerdeError } from '../../errors.ts'
import type { LogWriter } from '../../evidence/log/log-writer.ts'
import type { Manifest } from '../../evidence/release/manifest.ts'
import type { ReleaseRecord } from '../../evidence/release/release-record.ts'
import { isUlid, ulidTime } from '../../evidence/ulid.ts'
import { checkUnclaimed, claim, unclaim, type Claim } from '../../io/lake/object-claim.ts'
import { lookAtObjects, openObjectPlace, type ObjectPlace } from '../../io/lake/object-place.ts'
import { mayReplace, publishObjects, type Published } from '../../io/lake/object-publish.ts'
import { checkConditions, removeStale, stageObjects, unstage } from '../../io/lake/object-staging.ts'
import type { Load } from './load.ts'
import { committedReleases } from './uncommitted.ts'

/** A folder of objects that the records of a release go to. */
export interface StoreTarget {
  /** as it may be shown and written down */
  address: string
  /** digest of the manifest of the release that stands there */
  replaces: string | undefined
  /** staging folders beside it that are of other runs, and not old */
  others: number
}

/** Looks at where the release will go before anything is done. Throws USAGE, STORE_*, OUTPUT_EXISTS, OUTPUT_INVALID, OUTPUT_LOCKED. */
export async function openStoreTarget(
  address: string,
  existing: 'replace' | 'refuse',
  log: LogWriter,
  release: string,
): Promise<StoreTarget> {
  const place = await openObjectPlace(address)
  const where = { part: place.shown }
  await checkConditions(place, release)
  await checkUnclaimed(place, claimOf(log, release), isCommittedIn(log))
  const { state, manifestSha256 } = await lookAtObjects(place)
  if (state === 'other')
    throw new PerdeError('OUTPUT_EXISTS', 'the output holds something that is not a release', {
      where,
      hints: ['choose another --out; perde never writes into a folder that it did not make'],
    })
  if (state === 'release' && existing === 'refuse')
    throw new PerdeError('OUTPUT_EXISTS', 'there is a release at the output already', {
      where,
      hints: ['choose another --out, or replace it with --replace'],
    })
  const others = await removeStale(place, (run) => (isUlid(run) ? ulidTime(run) : undefined), Date.now())
  return { address: place.shown, replaces: state === 'release' ? manifestSha256 : undefined, others }
}

/** The records under the name of the run beside the place, which is claimed: everything that can fail before the commit. */
export async function loadObjects(log: LogWriter, record: ReleaseRecord, signal?: AbortSignal): Promise<Load> {
  const place = await openObjectPlace(record.store!.address)
  const { release } = record
  const text = readFileSync(join(record.staged, 'manifest.json'), 'utf8')
  const published: Published = { manifest: text, sha256: record.manifestSha256, replaces: record.store!.replaces }
  const { outputs } = JSON.parse(text) as Manifest
  await claim(place, claimOf(log, release), isCommittedIn(log))
  const abandon = async () => {
    await unstage(place, release)
    await unclaim(place, release)
  }
  try {
    const there = await lookAtObjects(place)
    if (!(await mayReplace(place, there, published)))
      throw new PerdeError('OUTPUT_EXISTS', 'something else came to the output during the run', {
        where: { part: place.shown },
        hints: ['run again; nothing was published'],
      })
    const files = outputs.map(({ path, bytes, sha256 }) => ({ path, bytes, sha256, file: join(record.staged, path) }))
    const staged = await stageObjects(place, release, files, signal)
    return {
      abandon,
      async commit(sidecars) {
        const { 'manifest.json': _, ...others } = sidecars
        await publishObjects(place, published, staged, others)
        await abandon()
      },
    }
  } catch (e) {
    // The failure before this one is the one to report; what stays is removed by the next command on this log.
    await abandon().catch(() => undefined)
    throw e
  }
}

/** Is the committed release whole at its place? Then what was staged for it is no more needed, and removed. */
export async function isInStore(record: ReleaseRecord): Promise<boolean> {
  const place = await openObjectPlace(record.store!.address)
  const { state, manifestSha256 } = await lookAtObjects(place)
  if (state !== 'release' || manifestSha256 !== record.manifestSha256) return false
  await removeStaged(place, record.release)
  return true
}

/** Digest of the manifest that stands at an address of a store; undefined: there is none. */
export async function manifestInStore(address: string): Promise<string | undefined> {
  return (await lookAtObjects(await openObjectPlace(address))).manifestSha256
}

/** Removes what a run had staged whose release was never committed. */
export async function abandonObjects({ store, release }: ReleaseRecord): Promise<void> {
  await removeStaged(await openObjectPlace(store!.address), release)
}

async function removeStaged(place: ObjectPlace, release: string): Promise<void> {
  await unstage(place, release)
  await unclaim(place, release)
}

function claimOf(log: LogWriter, release: string): Claim {
  return { release, origin: log.origin, since: Date.now() }
}

function isCommittedIn(log: LogWriter): (release: string) => boolean {
  const committed = committedReleases(log)
  return (release) => committed().has(release)
}
