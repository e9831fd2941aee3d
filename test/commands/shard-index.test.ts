import { describe, expect, it } from 'vitest'
import { shardsOfTask } from '../../src/commands/shard-index.ts'

const of = (option: string, perTask: string, env: Record<string, string> = {}, shards = 7) =>
  shardsOfTask(option, perTask, { env, shards })

describe('the shards of a task', () => {
  it('are the one that is named, or those of the index that a scheduler gives', () => {
    expect(of('3', '1')).toEqual([3])
    expect(of('auto', '1', { JOB_COMPLETION_INDEX: '0' })).toEqual([0])
    expect(of('auto', '1', { SLURM_ARRAY_TASK_ID: '6' })).toEqual([6])
    expect(of('auto', '1', { AWS_BATCH_JOB_ARRAY_INDEX: '2', SLURM_ARRAY_TASK_ID: '' })).toEqual([2])
  })

  it('are several where a task does several, and every shard is of one task', () => {
    const tasks = [0, 1, 2].map((task) => of('auto', '3', { SLURM_ARRAY_TASK_ID: String(task) }))
    expect(tasks).toEqual([[0, 1, 2], [3, 4, 5], [6]])
  })

  it.each([
    ['auto', '1', {}, 'no array job'],
    ['auto', '1', { JOB_COMPLETION_INDEX: '1', SLURM_ARRAY_TASK_ID: '2' }, 'different tasks'],
    ['auto', '1', { JOB_COMPLETION_INDEX: 'one' }, 'not a number'],
    ['-1', '1', {}, 'number from 0'],
    ['1e3', '1', {}, 'number from 0'],
    ['7', '1', {}, 'no shard 7'],
    ['3', '3', {}, 'no shard 9'],
    ['0', '0', {}, '--per-task'],
  ] as [string, string, Record<string, string>, string][])(
    'of --shard %s --per-task %s are refused (%o)',
    (option, perTask, env, message) => {
      // prettier-ignore
      expect(() => of(option, perTask, env)).toThrow(message)
    },
  )
})
