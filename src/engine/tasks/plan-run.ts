import { readEntries } from '../../evidence/log/log-reader.ts'
import { SeenLedgers } from '../consents/seen-ledgers.ts'
import type { RunJob } from '../freeze/job.ts'
import { deriveSubjectKeys } from '../freeze/derive-keys.ts'
import { inRun } from '../run/in-run.ts'
import { prepare } from '../run/prepare.ts'
import { beginRound } from '../run/begin-round.ts'
import { profileName, readProfiles } from './kept-profile.ts'
import { keepPlan, keptAsked, keptRegister, keptRun, outOfTurn, runKeys } from './kept-run.ts'
import type { KeptRun } from './pieces.ts'
import type { RunFolder } from './run-folder.ts'
import { unshared } from './shared-memory.ts'

/** Freezes the plan of a run from what the tasks of the first pass saw. False: it is frozen already. */
export async function planRun(job: RunJob, folder: RunFolder): Promise<boolean> {
  const keys = await runKeys(job)
  const { key } = keys
  const run = keptRun(folder, keys, job)
  if (folder.has('state/plan')) return false
  const stepped = stepOf(job, folder, key, run)
  return inRun(stepped, run.release, async (opened) => {
    const { job: own, looked, publishable, ledger } = await prepare(stepped, opened)
    // The first pass has seen the records as people had them corrected then.
    if (own.asked?.sha256 !== keptAsked(folder, key)?.sha256)
      throw outOfTurn(folder, 'people asked something about these data since the run began', 'begin again: perde shard')
    const { release, target, log, roots, enter } = opened
    const { pool, blockSize, signal } = own
    const context = {
      ...{ release, target, log, roots, ledger, enter },
      subject: deriveSubjectKeys(roots),
      seen: new SeenLedgers(readEntries(own.log), own.policy.dataset.id),
      pass: { inputs: looked.inputs, pool, blockSize, publishable, ...(signal && { signal }) },
      surprises: new Map<string, Set<string>>(),
    }
    const { setup, header, keeping } = await beginRound(own, context, undefined)
    await keeping
    return keepPlan(folder, key, { header, setup: unshared(setup) })
  })
}

/** The job as a step of its run. Throws PLAN_MISMATCH where a shard of the first pass is not done. */
export function stepOf(job: RunJob, folder: RunFolder, key: Uint8Array, run: KeptRun): RunJob {
  const shards = run.shards.length
  if (run.profile) refuseMissing(folder, shards, profileName, 'perde profile')
  return {
    ...job,
    asOf: new Date(run.asOf),
    tasks: {
      release: run.release,
      register: keptRegister(folder, key),
      measureKey: run.measureKey,
      at: run.at,
      kept: run.profile ? readProfiles(folder, key, run) : undefined,
    },
  }
}

/** Throws PLAN_MISMATCH, which says which shards are not done. */
export function refuseMissing(
  folder: RunFolder,
  shards: number,
  nameOf: (shard: number) => string,
  command: string,
): void {
  const missing = Array.from({ length: shards }, (_, shard) => shard).filter((shard) => !folder.has(nameOf(shard)))
  if (missing.length === 0) return
  const shown = missing.slice(0, SHOWN).join(', ') + (missing.length > SHOWN ? ', …' : '')
  throw outOfTurn(
    folder,
    `${missing.length} of ${shards} shards are not done: ${shown}`,
    `do each of them: ${command} --run DIR --shard N`,
  )
}

const SHOWN = 20
