import type { RunJob } from '../freeze/job.ts'
import { keptRun, runKeys } from './kept-run.ts'
import type { TaskResult } from './profile-shard.ts'
import { putAttempt, type Attempt } from './put-attempt.ts'
import type { RunFolder } from './run-folder.ts'

/** Puts attempts into the folder of a run, in their order. `told`: hears what became of each. */
export async function putAttempts(
  job: Omit<RunJob, 'pool'>,
  folder: RunFolder,
  attempts: Iterable<Attempt>,
  told: (attempt: Attempt, result: TaskResult) => void,
): Promise<void> {
  const { key } = await runKeys(job)
  const run = keptRun(folder, key, job)
  for (const attempt of attempts) told(attempt, putAttempt(folder, run, attempt))
}
