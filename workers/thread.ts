import { move, transferableSymbol, valueSymbol } from 'piscina'
import { workerData } from 'node:worker_threads'
import { applyBlock } from '../src/engine/apply-block.ts'
import { asFault } from '../src/engine/fault.ts'
import { profileBlock } from '../src/engine/profile-block.ts'
import { openSource, type SourceWorker } from '../src/engine/source-worker.ts'
import type { WorkerSetup } from '../src/engine/setup.ts'
import type { BlockTask } from '../src/engine/task.ts'

/** Entry of a piscina thread: bytes in, bytes out, faults as plain data. It reads nothing and writes nothing. */
const { setup } = workerData as { setup: WorkerSetup }
const sources: SourceWorker[] = []
const sourceOf = (task: BlockTask) => (sources[task.source] ??= openSource(setup, task.source))

export function apply(task: BlockTask): unknown {
  try {
    const result = applyBlock(sourceOf(task), task)
    // Bytes are handed over, not copied.
    const handOver = {
      [transferableSymbol]: [result.bytes.buffer, result.receipt.decisions.buffer],
      [valueSymbol]: result,
    }
    return move(handOver as unknown as ArrayBuffer)
  } catch (e) {
    return { fault: asFault(e) }
  }
}

export function profile(task: BlockTask): unknown {
  try {
    return profileBlock(sourceOf(task), task)
  } catch (e) {
    return { fault: asFault(e) }
  }
}
