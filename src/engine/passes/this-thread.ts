import { packMember } from '../../io/codings/pack.ts'
import { asFault } from '../wire/fault.ts'
import type { WorkerSetup } from '../wire/setup.ts'
import type { BlockTask } from '../wire/task.ts'
import { applyBlock } from '../worker/apply-block.ts'
import { profileBlock } from '../worker/profile-block.ts'
import { openSource, type SourceWorker } from '../worker/source-worker.ts'
import { writePlan } from '../worker/write-plan.ts'
import type { Pool, Results } from './pool.ts'

/** A pool of the one thread that asks: for a process that has one core. `paced`: awaited before every block. */
export function thisThread(paced: () => Promise<void>): Pool {
  async function* ordered<R>(
    setup: WorkerSetup,
    tasks: AsyncIterable<BlockTask>,
    work: (worker: SourceWorker, task: BlockTask) => R,
  ): Results<R> {
    const sources: SourceWorker[] = []
    for await (const task of tasks) {
      await paced()
      const { bytes: _, ...rest } = task
      yield { task: rest, result: attempt(() => work((sources[task.source] ??= openSource(setup, task.source)), task)) }
    }
  }
  return {
    threads: 1,
    warm: () => undefined,
    apply: (setup, tasks) => ordered(setup, tasks, applyBlock),
    profile: (setup, tasks) => ordered(setup, tasks, profileBlock),
    pack: packMember,
    keep: async (facts) => writePlan(facts),
    rest: () => undefined,
    close: async () => undefined,
  }
}

function attempt<R>(work: () => R): R | { fault: ReturnType<typeof asFault> } {
  try {
    return work()
  } catch (e) {
    return { fault: asFault(e) }
  }
}
