import { randomBytes } from 'node:crypto'
import { PerdeError } from '../../errors.ts'
import { readEntries } from '../../evidence/log/log-reader.ts'
import { SeenLedgers } from '../consents/seen-ledgers.ts'
import { deriveSubjectKeys } from '../freeze/derive-keys.ts'
import { readConsents } from '../freeze/consents-of-plan.ts'
import { needsProfile, rulesOnly } from '../freeze/rules-only.ts'
import type { RunJob } from '../freeze/job.ts'
import { listingDigest } from '../read/listing.ts'
import { inRun } from '../run/in-run.ts'
import { noticeRegister } from '../run/notices.ts'
import { prepare } from '../run/prepare.ts'
import { consentsRead } from '../run/consents-read.ts'
import { divide } from './divide.ts'
import { workOf } from './keep-work.ts'
import { keyChecks } from './key-checks.ts'
import { keepRun, placeOf, runKeys } from './kept-run.ts'
import type { KeptRun } from './pieces.ts'
import type { RunFolder } from './run-folder.ts'

/**
 * Asks and logs all that the first step asks before its first record, and begins nothing: for a host that has to compute a table
 * before it can say how it is divided. Throws what the first step would.
 */
export async function askRun(job: RunJob): Promise<void> {
  await runKeys(job)
  await inRun(job, undefined, async (opened) => void (await prepare(job, opened)))
}

/**
 * The first step of a run in tasks: the purpose gate is asked and logged, the inputs are found and divided, the consents
 * are read. No record is. `target`: bytes of a shard; `identity`: what the run is asked for. Throws RUN_LOCKED where another
 * first step, at work at the same time, was first.
 */
export async function shardRun(
  job: RunJob,
  folder: RunFolder,
  { target, identity }: { target: number; identity: Record<string, string> },
): Promise<KeptRun> {
  const { key } = await runKeys(job)
  return inRun(job, undefined, async (opened) => {
    const { looked, job: prepared } = await prepare(job, opened)
    const { inputs } = looked
    const plan = rulesOnly(prepared, new Map())
    const seen = new SeenLedgers(readEntries(prepared.log), prepared.policy.dataset.id)
    const register = await readConsents(prepared, plan, deriveSubjectKeys(opened.roots).keys, prepared.asOf, seen)
    noticeRegister(prepared, register)
    if (register) consentsRead(prepared, { log: opened.log, seen }, register)
    const at = new Date()
    const measureKey = randomBytes(32)
    const shards = divide(
      inputs.map(({ bytes }) => bytes.size),
      target,
    )
    const run: KeptRun = {
      release: opened.release,
      policySha256: job.policySha256,
      place: placeOf(job),
      identity,
      asOf: prepared.asOf.getTime(),
      at: at.getTime(),
      measureKey,
      listing: listingDigest(inputs),
      keys: keyChecks(opened.roots),
      shards,
      handed: Object.fromEntries(
        Object.entries(prepared.handed ?? {}).map(([name, { partitions }]) => {
          const first = inputs.findIndex(({ sourceName }) => sourceName === name)
          return [name, { shard: shards.findIndex(({ from }) => from === first), partitions }]
        }),
      ),
      profile: needsProfile(prepared.policy, plan),
      ...(prepared.approvedFiles && { approvedFiles: prepared.approvedFiles }),
    }
    const { roots } = opened
    const work = workOf(prepared, inputs, { roots, plan, measureKey, at, consents: register !== undefined })
    if (!keepRun(folder, key, run, { register, asked: prepared.asked, work }))
      throw new PerdeError('RUN_LOCKED', 'another command has begun a run in this folder meanwhile', {
        where: { part: folder.dir },
        retryable: true,
        hints: ['the same command again goes on with that run, if it was asked for the same'],
      })
    return run
  })
}
