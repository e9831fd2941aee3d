import { createPublishable } from '../../detect/publishable.ts'
import { PerdeError } from '../../errors.ts'
import { consentSetup } from '../freeze/consents-of-plan.ts'
import { rulesOnly } from '../freeze/rules-only.ts'
import { deriveLedgerKeys, deriveSubjectKeys } from '../freeze/derive-keys.ts'
import type { RunJob } from '../freeze/job.ts'
import type { PassOptions } from '../passes/block-tasks.ts'
import { findAllInputs } from '../read/inputs.ts'
import type { AskedSetup } from '../wire/asked.ts'
import type { ConsentSetup } from '../wire/setup.ts'
import { keptAsked, keptRegister, keptRun, runKeys, type RunKeys } from './kept-run.ts'
import type { KeptRun } from './pieces.ts'
import { refuseOtherInputs } from './same-inputs.ts'
import type { RunFolder } from './run-folder.ts'
import { closeInputs } from '../read/input.ts'

/** What a task has in hand before it reads its shard. */
export interface OpenTask extends RunKeys {
  run: KeptRun
  pass: PassOptions
  consent: ConsentSetup | undefined
  /** undefined: nobody had asked anything about these data */
  asked: AskedSetup | undefined
  /** undefined: no ledger of releases is kept */
  peopleKey: Uint8Array | undefined
}

/** Finds the inputs of a shard and what was settled of them, and closes the inputs at the end. */
export async function inTask<T>(
  job: RunJob,
  folder: RunFolder,
  shard: number,
  work: (task: OpenTask) => Promise<T>,
): Promise<T> {
  const keys = await runKeys(job)
  const run = keptRun(folder, keys, job)
  const range = run.shards[shard]
  if (!range)
    throw new PerdeError('USAGE', `the run has no shard ${shard}`, {
      hints: [`its shards are 0 to ${run.shards.length - 1}`],
    })
  for (const [name, { shard: first, partitions }] of Object.entries(run.handed))
    if (shard >= first && shard < first + partitions)
      throw new PerdeError('USAGE', `shard ${shard} is a partition of "${name}", which a host hands over`, {
        hints: ['a worker of the host does it: workers/README.md'],
      })
  const publishable = createPublishable()
  const inputs = await findAllInputs(job.policy, { ...job, target: job.target ?? job.store }, publishable)
  try {
    refuseOtherInputs(inputs, run.listing)
    const { blockSize, signal, pool } = job
    const subject = deriveSubjectKeys(keys.roots).keys
    const register = keptRegister(folder, keys.key)
    const kept = keptAsked(folder, keys.key)
    const plan = rulesOnly(job, new Map())
    return await work({
      ...keys,
      run,
      pass: { inputs, range, pool, blockSize, publishable, ...(signal && { signal }) },
      consent: consentSetup(job.policy, plan, new Date(run.asOf), register, subject, new Date(run.at)),
      asked: kept && { subjectKeys: [subject.a, subject.b], marks: kept.marks, corrections: kept.corrections },
      peopleKey: job.policy.anonymity?.releases === undefined ? undefined : deriveLedgerKeys(keys.roots)?.people,
    })
  } finally {
    await closeInputs(inputs)
  }
}
