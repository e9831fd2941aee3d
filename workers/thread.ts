import { move, transferableSymbol, valueSymbol } from 'piscina'
import { applyBlock } from '../src/engine/worker/apply-block.ts'
import { packMember } from '../src/io/codings/pack.ts'
import { asFault } from '../src/engine/wire/fault.ts'
import { arraysOfProfile, arraysOfResult } from '../src/engine/wire/handed-arrays.ts'
import type { PackTask, SentTask } from '../src/engine/passes/pool.ts'
import { profileBlock } from '../src/engine/worker/profile-block.ts'
import { receiveSetup } from '../src/engine/wire/sent-setup.ts'
import { openSource, type SourceWorker } from '../src/engine/worker/source-worker.ts'
import { writePlan } from '../src/engine/worker/write-plan.ts'
import type { WorkerSetup } from '../src/engine/wire/setup.ts'

/** Entry of a piscina thread: bytes in, bytes out, faults as plain data. It reads nothing and writes nothing. */
let current: { id: number; setup: WorkerSetup; sources: SourceWorker[] } | undefined

/** The passes of a run follow one another, so a thread keeps what it has opened for the one it is in. */
function sourceOf({ setup: sent, source }: SentTask): SourceWorker {
  if (current?.id !== sent.id) current = { id: sent.id, setup: receiveSetup(sent), sources: [] }
  return (current.sources[source] ??= openSource(current.setup, source))
}

/** Nothing: whoever is asked for it has loaded the program. */
export function start(): void {}

export function apply(task: SentTask): unknown {
  try {
    const result = applyBlock(sourceOf(task), task)
    return handedOver(result, arraysOfResult(result))
  } catch (e) {
    return { fault: asFault(e) }
  }
}

export function profile(task: SentTask): unknown {
  try {
    const result = profileBlock(sourceOf(task), task)
    return handedOver(result, arraysOfProfile(result))
  } catch (e) {
    return { fault: asFault(e) }
  }
}

export async function pack({ text, compression }: PackTask): Promise<unknown> {
  const bytes = await packMember(text, compression)
  return handedOver(bytes, [bytes])
}

export function keep(facts: Parameters<typeof writePlan>[0]): unknown {
  const text = writePlan(facts)
  return handedOver(text, [text])
}

/** A result whose arrays are handed over, not copied. */
function handedOver(result: unknown, arrays: readonly ArrayBufferView[]): unknown {
  const value = { [transferableSymbol]: [...new Set(arrays.map(({ buffer }) => buffer))], [valueSymbol]: result }
  return move(value as unknown as ArrayBuffer)
}
