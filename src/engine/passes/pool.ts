import { availableParallelism } from 'node:os'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Piscina } from 'piscina'
import type { Fault } from '../wire/fault.ts'
import { sendSetup, type SentSetup } from '../wire/sent-setup.ts'
import type { WorkerSetup } from '../wire/setup.ts'
import type { Compression } from '../../io/codings/compression.ts'
import type { KeptFacts } from '../../plan/anonymity/kept-plan.ts'
import type { BlockResult, BlockTask } from '../wire/task.ts'
import type { BlockProfile } from '../wire/block-profile.ts'
import { inTime } from './in-time.ts'

/** Worker threads. Results come in the order of the blocks; blocks in flight are bounded. */
export interface Pool {
  readonly threads: number
  /** Starts as many threads as so many blocks keep busy; else each starts with the first block that finds none free. */
  warm(blocks: number): void
  apply(setup: WorkerSetup, tasks: AsyncIterable<BlockTask>): Results<BlockResult>
  profile(setup: WorkerSetup, tasks: AsyncIterable<BlockTask>): Results<BlockProfile>
  /** One member of a packed file. The bytes are handed over. */
  pack(text: Uint8Array, compression: Compression): Promise<Uint8Array>
  /** Canonical text of what is kept of a plan. */
  keep(facts: KeptFacts): Promise<Uint8Array>
  /** Ends the threads, and what they hold, until there is more to do. */
  rest(): void
  close(): Promise<void>
}

export type Results<R> = AsyncGenerator<{ task: Omit<BlockTask, 'bytes'>; result: R | { fault: Fault } }>

/** What a thread is given: a block, and what to do with its records. */
export interface SentTask extends BlockTask {
  setup: SentSetup
}

/** Text that becomes a member of a packed file. */
export interface PackTask {
  text: Uint8Array
  compression: Compression
}

/** Milliseconds that a block may take. The slowest take seconds: what takes longer has no end, and the run would have none. */
const BLOCK_LIMIT = 15 * 60_000

/** Threads that a run may be asked for. */
export function isThreadCount(n: number): boolean {
  return Number.isInteger(n) && n >= 1 && n <= 256
}

export function openPool(threads = availableParallelism(), limit = BLOCK_LIMIT): Pool {
  let piscina = startThreads(threads)
  let resting: Promise<void> | undefined
  const started = () => {
    if (resting) {
      resting = undefined
      piscina = startThreads(threads)
    }
    return piscina
  }
  let setups = 0

  async function* ordered<R>(
    name: 'apply' | 'profile',
    setup: WorkerSetup,
    tasks: AsyncIterable<BlockTask>,
  ): Results<R> {
    const window = 2 * threads
    const runner = started()
    const sent = sendSetup(setups++, setup)
    const flying: { task: Omit<BlockTask, 'bytes'>; result: Promise<R> }[] = []
    const landed = async () => {
      const { task, result } = flying.shift()!
      const done = await inTime(result, limit, LATE)
      if (done !== LATE) return { task, result: done }
      await runner.destroy()
      return { task, result: { fault: ENDLESS } }
    }
    try {
      for await (const task of tasks) {
        const { bytes, ...rest } = task
        const { source, part, layout, offset, read } = task
        const transfer: SentTask = { source, part, layout, offset, read, bytes, setup: sent }
        const result = runner.run(transfer, { name, transferList: [bytes.buffer as ArrayBuffer] }) as Promise<R>
        // A rejection is seen when its turn comes; until then it must not count as unhandled.
        result.catch(() => undefined)
        flying.push({ task: rest, result })
        if (flying.length >= window) yield await landed()
      }
      while (flying.length > 0) yield await landed()
    } finally {
      // What is not wanted any more must end, too, before its threads do something else.
      const settled = Promise.allSettled(flying.map((f) => f.result))
      if ((await inTime(settled, limit, LATE)) === LATE) await runner.destroy()
    }
  }

  return {
    threads,
    warm(blocks) {
      for (let n = 0; n < Math.min(blocks, threads); n++)
        started()
          .run(undefined, { name: 'start' })
          .catch(() => undefined)
    },
    apply: (setup, tasks) => ordered<BlockResult>('apply', setup, tasks),
    profile: (setup, tasks) => ordered<BlockProfile>('profile', setup, tasks),
    pack: (text, compression) =>
      started().run({ text, compression } satisfies PackTask, {
        name: 'pack',
        transferList: [text.buffer as ArrayBuffer],
      }) as Promise<Uint8Array>,
    keep: (facts) => started().run(facts, { name: 'keep' }) as Promise<Uint8Array>,
    rest() {
      resting ??= piscina.destroy()
      // Seen by who closes the pool; until then it must not count as unhandled.
      resting.catch(() => undefined)
    },
    close: () => resting ?? piscina.destroy(),
  }
}

const LATE = Symbol('late')

const ENDLESS: Fault = {
  code: 'INTERNAL',
  message: 'perde does not come to an end with a block of the input',
  hints: ['this is a bug in perde; nothing was published', 'a smaller --block narrows down which records do it'],
  where: {},
  offset: 0,
}

/** Megabytes for a thread's young objects. */
const YOUNG_MB = 8

function startThreads(threads: number): Piscina {
  return new Piscina({
    filename: threadFile(),
    // The first loads the program while the policy, the log and the inputs are opened; an input of one block needs one.
    minThreads: 1,
    maxThreads: threads,
    idleTimeout: Infinity,
    recordTiming: false,
    // What a block leaves behind dies with it: more room makes no thread faster, and each larger by 30 MB.
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    // None of the process's own: the bundle's source maps would be read for every thread. And the thread's program is loaded by
    // import alone: a thread that is ended while `require` loads one takes the whole process with it (Node 20: "IsGraphAsync").
    execArgv: ['--no-experimental-require-module'],
  })
}

/** The bundled entry: beside this file in dist/, or in dist/ when the sources run under the tests. */
function threadFile(): string {
  const beside = fileURLToPath(new URL('./thread.js', import.meta.url))
  return existsSync(beside) ? beside : fileURLToPath(new URL('../../../dist/thread.js', import.meta.url))
}
