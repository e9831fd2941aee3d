import { isThreadCount, openPool } from '../engine/passes/pool.ts'
import { PerdeError } from '../errors.ts'
import type { ExitStatus, Terminal } from './terminal.ts'
import type { RunCommandOptions } from './run-options.ts'

/**
 * `perde run POLICY`. The program is loaded here and on its first thread at the same time: on a small input that is half
 * of what a person waits for.
 */
export async function runCommand(
  policyFile: string,
  options: RunCommandOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const workers = workerCount(options.workers)
  if (options.dryRun === true) return (await import('./run-job.ts')).tryPolicy(policyFile, options, terminal)
  const pool = openPool(workers)
  try {
    return await (await import('./run-job.ts')).runFromPolicy(policyFile, options, terminal, pool)
  } finally {
    await pool.close()
  }
}

/** Undefined: as many as there are cores. */
export function workerCount(option: string | undefined): number | undefined {
  const workers = option === undefined ? undefined : Number(option)
  if (workers !== undefined && !isThreadCount(workers))
    throw new PerdeError('USAGE', '--workers is a number from 1 to 256')
  return workers
}
