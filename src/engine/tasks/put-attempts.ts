import { PerdeError } from '../../errors.ts'
import type { RunJob } from '../freeze/job.ts'
import { settleDivisions } from './division.ts'
import { keptPlan, keptRun, runKeys } from './kept-run.ts'
import type { TaskResult } from './profile-shard.ts'
import { countAttempt, dropAttempt, takeAttempt, type Attempt, type Taken } from './put-attempt.ts'
import type { RunFolder } from './run-folder.ts'

/**
 * Puts attempts into the folder of a run, in their order: all of them, or none where one is not fit. `told`: hears what became of
 * each.
 */
export async function putAttempts(
  job: Omit<RunJob, 'pool'>,
  folder: RunFolder,
  attempts: readonly Attempt[],
  told: (attempt: Attempt, result: TaskResult) => void,
): Promise<void> {
  const keys = await runKeys(job)
  const { key } = keys
  const run = keptRun(folder, keys, job)
  const header = attempts.some(({ mode }) => mode === 'apply') ? keptPlan(folder, key).header : undefined
  const taken: (Taken | 'needless' | 'there')[] = []
  const digests = new Map<number, string>()
  try {
    for (const attempt of attempts) {
      const own = takeAttempt(folder, { key, run, header }, attempt)
      taken.push(own)
      if (typeof own === 'string' || own.digest === undefined) continue
      const other = digests.get(attempt.shard)
      if (other !== undefined && other !== own.digest) throw twoTables(attempt)
      digests.set(attempt.shard, own.digest)
    }
    settleDivisions(folder, key, run, digests)
    for (const [i, attempt] of attempts.entries()) {
      const own = taken[i]!
      told(attempt, typeof own === 'string' ? own : countAttempt(folder, own))
    }
  } finally {
    for (const own of taken) if (typeof own !== 'string') dropAttempt(own)
  }
}

function twoTables({ shard }: Attempt): PerdeError {
  return new PerdeError('INPUT_CHANGED', 'two results of one partition are of other records', {
    where: { part: `shard ${shard}` },
    hints: ['hand over the same version of the table every time; nothing was put'],
  })
}
