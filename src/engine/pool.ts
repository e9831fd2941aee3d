import { availableParallelism } from 'node:os'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Piscina } from 'piscina'
import type { BlockProfile } from './profile-block.ts'
import type { Fault } from './fault.ts'
import type { WorkerSetup } from './setup.ts'
import type { BlockResult, BlockTask } from './task.ts'

/** Worker threads for one setup. Results come in the order of the blocks; blocks in flight are bounded. */
export interface Pool {
  readonly threads: number
  apply(
    tasks: AsyncIterable<BlockTask>,
  ): AsyncGenerator<{ task: Omit<BlockTask, 'bytes'>; result: BlockResult | { fault: Fault } }>
  profile(
    tasks: AsyncIterable<BlockTask>,
  ): AsyncGenerator<{ task: Omit<BlockTask, 'bytes'>; result: BlockProfile | { fault: Fault } }>
  close(): Promise<void>
}

export function openPool(setup: WorkerSetup, threads = availableParallelism()): Pool {
  const piscina = new Piscina({
    filename: threadFile(),
    workerData: { setup },
    // A thread starts with the first block that finds none free: loading the program again is dear, and an input of one
    // block needs one.
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: Infinity,
    recordTiming: false,
    // The bundle's source maps would be read for every thread.
    execArgv: [],
  })

  async function* ordered<R>(name: 'apply' | 'profile', tasks: AsyncIterable<BlockTask>) {
    const window = 2 * threads
    const flying: { task: Omit<BlockTask, 'bytes'>; result: Promise<R> }[] = []
    try {
      for await (const task of tasks) {
        const { bytes, ...rest } = task
        const result = piscina.run(task, { name, transferList: [bytes.buffer as ArrayBuffer] }) as Promise<R>
        // A rejection is seen when its turn comes; until then it must not count as unhandled.
        result.catch(() => undefined)
        flying.push({ task: rest, result })
        if (flying.length >= window) {
          const first = flying.shift()!
          yield { task: first.task, result: await first.result }
        }
      }
      while (flying.length > 0) {
        const first = flying.shift()!
        yield { task: first.task, result: await first.result }
      }
    } finally {
      await Promise.allSettled(flying.map((f) => f.result))
    }
  }

  return {
    threads,
    apply: (tasks) => ordered<BlockResult | { fault: Fault }>('apply', tasks),
    profile: (tasks) => ordered<BlockProfile | { fault: Fault }>('profile', tasks),
    close: () => piscina.destroy(),
  }
}

/** The bundled entry: beside this file in dist/, or in dist/ when the sources run under the tests. */
function threadFile(): string {
  const beside = fileURLToPath(new URL('./thread.js', import.meta.url))
  return existsSync(beside) ? beside : fileURLToPath(new URL('../../dist/thread.js', import.meta.url))
}
