import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { ioError, PerdeError } from '../../errors.ts'
import type { StoredObject } from '../stores/object-store.ts'
import { LONGEST_MS } from './object-claim.ts'
import { stagingPrefix, type ObjectPlace } from './object-place.ts'

/** A file of a release on this machine, and where it belongs below the release. */
export interface StagedFile {
  path: string
  file: string
  bytes: number
  sha256: string
}

/** Files on their way at once. */
export const AT_ONCE = 4

/** Puts files under the name of the run beside the place, each as its digest says. By path below the release. */
export async function stageObjects(
  place: ObjectPlace,
  release: string,
  files: readonly StagedFile[],
  signal?: AbortSignal,
): Promise<Map<string, StoredObject>> {
  const prefix = stagingPrefix(place, release)
  const staged = new Map<string, StoredObject>()
  await eachOf(files, async ({ path, file, bytes, sha256 }) => {
    signal?.throwIfAborted()
    if ((await digestOf(file)) !== sha256) throw ioError(undefined, 'reading what is staged', { part: path })
    staged.set(path, await place.store.upload(prefix + path, { path: file, size: bytes }, signal))
  })
  return staged
}

/** Removes what a run has staged, whole or in pieces. */
export async function unstage(place: ObjectPlace, release: string): Promise<void> {
  const prefix = stagingPrefix(place, release)
  const keys: string[] = []
  for await (const { key } of place.store.list(prefix)) keys.push(key)
  await place.store.remove(keys)
  await place.store.abandonUploads(prefix)
}

/**
 * Removes what runs staged beside the place that are dead for long: `timeOf` says when a release began, undefined for what is
 * none. What is staged is only a copy of what lies under a log. Gives how many others there are.
 */
export async function removeStale(
  place: ObjectPlace,
  timeOf: (release: string) => number | undefined,
  now: number,
): Promise<number> {
  const prefix = `${place.beside}_perde-`
  const runs = new Set<string>()
  for await (const { key } of place.store.list(prefix)) runs.add(key.slice(prefix.length).split('/')[0]!)
  let others = 0
  for (const run of runs) {
    const time = timeOf(run)
    if (time === undefined) continue
    if (now - time > LONGEST_MS) await unstage(place, run)
    else others++
  }
  return others
}

/**
 * Two runs can only be kept from each other, and `_SUCCESS` from another's, by a store that puts an object where none stands
 * and not where one does. Throws STORE_REFUSED.
 */
export async function checkConditions(place: ObjectPlace, release: string): Promise<void> {
  const key = `${stagingPrefix(place, release)}probe`
  const first = await place.store.put(key, Buffer.from('first'), 'absent')
  const second = await place.store.put(key, Buffer.from('second'), 'absent')
  await place.store.remove([key])
  if (!first || second)
    throw new PerdeError('STORE_REFUSED', 'the store writes over an object where it was told not to', {
      where: { part: place.shown },
      hints: ['perde needs conditional puts (If-None-Match: *): choose a store that knows them, or run with --out DIR'],
    })
}

/** Some at once; all have ended when it does. */
export async function eachOf<T>(items: readonly T[], action: (item: T) => Promise<void>): Promise<void> {
  let next = 0
  let failed = false
  const worker = async () => {
    while (next < items.length && !failed)
      try {
        await action(items[next++]!)
      } catch (e) {
        failed = true
        throw e
      }
  }
  const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, worker))
  const end = ends.find((e) => e.status === 'rejected')
  if (end) throw end.reason
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk as Uint8Array)
  } catch (e) {
    throw ioError(e, 'reading what is staged')
  }
  return hash.digest('hex')
}
