import { PerdeError } from '../errors.ts'

/** Where schedulers of array jobs say which task this is. */
const VARIABLES = ['JOB_COMPLETION_INDEX', 'SLURM_ARRAY_TASK_ID', 'AWS_BATCH_JOB_ARRAY_INDEX']

/**
 * Shards that a task does: the one of `--shard N`, or for `auto` those of the task's index in its array job. `perTask`:
 * shards of one task; the last task may have fewer.
 */
export function shardsOfTask(
  option: string,
  perTask: string,
  { env, shards }: { env: NodeJS.ProcessEnv; shards: number },
): number[] {
  const each = Number(perTask)
  if (!Number.isInteger(each) || each < 1) throw new PerdeError('USAGE', '--per-task is a number of shards, 1 or more')
  const task = option === 'auto' ? indexFrom(env) : natural(option)
  if (task === undefined)
    throw new PerdeError('USAGE', '--shard is a number from 0, or auto', { hints: ['such as --shard 0'] })
  const own = Array.from({ length: each }, (_, i) => task * each + i).filter((shard) => shard < shards)
  if (own.length === 0)
    throw new PerdeError('USAGE', `the run has no shard ${task * each}`, {
      hints: [`its shards are 0 to ${shards - 1}: start ${Math.ceil(shards / each)} tasks, from 0`],
    })
  return own
}

function indexFrom(env: NodeJS.ProcessEnv): number {
  const set = VARIABLES.filter((name) => env[name] !== undefined && env[name] !== '')
  const [name, other] = set
  if (name === undefined)
    throw new PerdeError('USAGE', 'no array job says which task this is', {
      hints: [`--shard auto reads ${VARIABLES.join(', ')}; or name the shard: --shard 0`],
    })
  if (other !== undefined && env[other] !== env[name])
    throw new PerdeError('USAGE', `${name} and ${other} name different tasks`, { hints: ['name the shard: --shard 0'] })
  const index = natural(env[name]!)
  if (index === undefined) throw new PerdeError('USAGE', `${name} is not a number from 0`)
  return index
}

function natural(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined
}
