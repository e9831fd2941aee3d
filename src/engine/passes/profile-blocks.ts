import type { Pass } from '../read/block.ts'
import type { BlockProfile } from '../wire/block-profile.ts'
import type { WorkerSetup } from '../wire/setup.ts'
import type { BlockTask } from '../wire/task.ts'
import { blockTasks, faultOf, type PassOptions } from './block-tasks.ts'

/** What the blocks of the inputs show, in their order. */
export async function* profileBlocks(
  setup: WorkerSetup,
  options: PassOptions,
  passes: Pass[],
): AsyncGenerator<{ task: ProfiledTask; result: BlockProfile }> {
  const { plan } = setup
  const { inputs, pool } = options
  const before: number[] = inputs.map(() => 0)
  for await (const { task, result } of pool.profile(setup, blockTasks(plan, options, passes))) {
    if ('fault' in result) throw faultOf(plan, result.fault, task, inputs[task.part]!, before[task.part]!)
    before[task.part]! += result.records
    yield { task, result }
  }
}

/** Which block a profile is of, and how much of its input was read by then. */
export type ProfiledTask = Pick<BlockTask, 'source' | 'part' | 'read'>
