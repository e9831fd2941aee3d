import type { RunJob } from '../engine/freeze/job.ts'
import { openPool, type Pool } from '../engine/passes/pool.ts'
import { writingLog } from './log-place.ts'
import { noticed } from './run-job.ts'
import type { Terminal } from './terminal.ts'

/** A step of a run that writes to its log. `threads`: undefined: one a core. */
export async function stepped<T>(
  job: Omit<RunJob, 'pool'>,
  terminal: Terminal,
  quiet: boolean | undefined,
  threads: number | undefined,
  step: (job: RunJob) => Promise<T>,
): Promise<T> {
  const pool: Pool = openPool(threads)
  try {
    return await writingLog(job.log, terminal.env, ({ dir, pushLog }) =>
      step({ ...job, log: dir, ...(pushLog && { pushLog, keptAt: job.log }), pool, ...noticed(terminal, quiet) }),
    )
  } finally {
    await pool.close()
  }
}
