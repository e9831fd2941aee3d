import { mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Manifest, ManifestOutput } from '../../evidence/release/manifest.ts'
import type { ReleaseRecord } from '../../evidence/release/release-record.ts'
import type { FileKey } from '../passes/sealed-part.ts'
import type { BringFile } from './read-objects.ts'
import { openPrivatePlace } from './private-place.ts'
import { openedPath, unsealFile } from './sealed-release.ts'
import { withoutRecords } from './without-records.ts'

/** What a command gets that must not see the release as it stands. */
export interface HandedOut {
  /** folder with the layout of the release */
  dir: string
  /** its data files, in the order of the manifest */
  paths: string[]
  /** removes all of it */
  destroy(): void
}

export interface HandOutJob {
  manifest: Manifest
  record: ReleaseRecord
  /** folder of the release */
  dir: string
  /** brings its files here, where they are not in that folder */
  bring?: BringFile | undefined
  /** of the records of all data files, in their order: 1 stays, 0 goes */
  stays: Uint8Array
  /** opens the files; undefined: they are not sealed */
  key: FileKey | undefined
  env: NodeJS.ProcessEnv
  signal?: AbortSignal | undefined
}

/**
 * Can people be taken out of the files of a release? Every record that was used has to be in them, in its order: one that
 * was suppressed for anonymity stands in no file, and nobody knows which it was.
 */
export function isFilterable(
  { records, onWithdrawal }: Manifest,
  { written }: ReleaseRecord,
  stays: Uint8Array,
): boolean {
  return onWithdrawal === 'filter' && written !== undefined && stays.length === records.out
}

/**
 * Copies the files of a release into a private place: opened, where they are sealed, and without the records that may not be
 * used any more. What is neither is a link to where it is, or is brought from there as it is. Throws NO_SPACE, DENIED_CONSENT,
 * RELEASE_TAMPERED, STORE_*; then nothing is left.
 */
export async function handOut(job: HandOutJob): Promise<HandedOut> {
  const { manifest, record, dir, bring, stays, key, env, signal } = job
  const parts = partsOf(manifest, stays)
  const place = openPrivatePlace(env, bytesOf(parts, bring ? 'brought' : 'here'))
  try {
    for (const { output, own, goes } of parts) {
      signal?.throwIfAborted()
      const to = join(place.dir, openedPath(output))
      mkdirSync(dirname(to), { recursive: true, mode: 0o700 })
      const there = bring ? `${to}.there` : join(dir, output.path)
      await bring?.(output, there)
      const whole = key ? `${to}.whole` : there
      if (key) unsealFile(there, whole, output, key)
      if (goes)
        await withoutRecords({ from: whole, to, output, as: record.written![output.source]!, stays: own, signal })
      else if (key || bring) renameSync(whole, to)
      else symlinkSync(whole, to)
      for (const copied of [...(bring ? [there] : []), ...(key ? [whole] : [])]) rmSync(copied, { force: true })
    }
    signal?.throwIfAborted()
    const paths = manifest.outputs.map((output) => join(place.dir, openedPath(output)))
    return { dir: place.dir, paths, destroy: place.destroy }
  } catch (e) {
    place.destroy()
    throw e
  }
}

interface HandedPart {
  output: ManifestOutput
  /** of its records: 1 stays, 0 goes */
  own: Uint8Array
  /** some of them go */
  goes: boolean
}

function partsOf({ outputs }: Manifest, stays: Uint8Array): HandedPart[] {
  let at = 0
  return outputs.map((output) => {
    const own = stays.subarray(at, (at += output.records))
    return { output, own, goes: own.includes(0) }
  })
}

/** At most: a file from which records are taken out, or that was brought and is opened, stands there twice for a while. */
function bytesOf(parts: readonly HandedPart[], files: 'here' | 'brought'): number {
  const of = ({ output: { plain, bytes }, goes }: HandedPart) =>
    (files === 'brought' ? bytes : 0) + (plain ? plain.bytes : 0) + (goes ? (plain?.bytes ?? bytes) : 0)
  return parts.reduce((n, part) => n + of(part), 0)
}
