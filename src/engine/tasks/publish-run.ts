import { rmSync } from 'node:fs'
import type { RunJob, RunResult } from '../freeze/job.ts'
import { openRun } from '../run/open-run.ts'
import { run as runJob } from '../run/run.ts'
import { finishLoads, finishPublishes } from '../seal/commit.ts'
import { committedReleases } from '../seal/uncommitted.ts'
import { partsName } from './apply-shard.ts'
import { assemble } from './assemble.ts'
import { keptPlan, keptRun, runKeys } from './kept-run.ts'
import { refuseMissing, stepOf } from './plan-run.ts'
import { PUBLISHED } from './published-run.ts'
import { STATE, type RunFolder } from './run-folder.ts'

/**
 * The last step: what the tasks wrote is measured, sealed, logged and published, as one process would. Undefined: it was
 * said to be published already, see `publishedRun`. What the folder holds of people is removed then.
 */
export async function publishRun(job: RunJob, folder: RunFolder): Promise<RunResult | undefined> {
  if (folder.has(PUBLISHED)) return undefined
  const keys = await runKeys(job)
  const { key } = keys
  const run = keptRun(folder, keys, job)
  const { header } = keptPlan(folder, key)
  const stepped = stepOf(job, folder, key, run)
  refuseMissing(folder, run.shards.length, partsName, 'perde apply')
  const result = (await isCommitted(stepped, run.release))
    ? undefined
    : await runJob({
        ...stepped,
        tasks: { ...stepped.tasks!, assemble: (dir) => assemble(folder, key, run, header, dir) },
      })
  folder.put(PUBLISHED, `${run.release}\n`)
  for (const name of ['attempts', 'parts', 'profiles', 'divisions', STATE])
    rmSync(folder.path(name), { recursive: true, force: true })
  folder.removeLeft()
  return result
}

/** A publish that was killed after its commit is finished here. */
async function isCommitted(job: RunJob, release: string): Promise<boolean> {
  const { log } = await openRun(job, release)
  try {
    await finishLoads(log, job)
    finishPublishes(log)
    return committedReleases(log)().has(release)
  } finally {
    log.close()
  }
}
