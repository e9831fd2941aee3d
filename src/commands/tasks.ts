import type { RunJob } from '../engine/freeze/job.ts'
import { openPool } from '../engine/passes/pool.ts'
import { applyShard } from '../engine/tasks/apply-shard.ts'
import { planRun } from '../engine/tasks/plan-run.ts'
import type { Attempt } from '../engine/tasks/put-attempt.ts'
import { putAttempts } from '../engine/tasks/put-attempts.ts'
import { profileShard, type TaskResult } from '../engine/tasks/profile-shard.ts'
import { publishedRelease, publishedRun } from '../engine/tasks/published-run.ts'
import { publishRun } from '../engine/tasks/publish-run.ts'
import type { RunFolder } from '../engine/tasks/run-folder.ts'
import { readAttempts } from './read-attempts.ts'
import { pipedKeys } from './piped-keys.ts'
import { openStep } from './run-file.ts'
import { tellRun } from './run-job.ts'
import { workerCount } from './run.ts'
import { shardsOfTask } from './shard-index.ts'
import { stepped } from './stepped.ts'
import type { ExitStatus, Terminal } from './terminal.ts'

// The steps of a run behind its first (shard.ts), each a process of its own, on machines that share a folder.

export interface StepOptions {
  run: string
  quiet?: boolean
  json?: boolean
}

export interface TaskOptions extends StepOptions {
  shard: string
  perTask: string
  workers?: string
  keyFd?: string
}

/** `perde profile --run DIR --shard N` */
export function profileCommand(options: TaskOptions, terminal: Terminal): Promise<ExitStatus> {
  return task(options, terminal, profileShard)
}

/** `perde apply --run DIR --shard N` */
export function applyCommand(options: TaskOptions, terminal: Terminal): Promise<ExitStatus> {
  return task(options, terminal, applyShard)
}

async function task(
  options: TaskOptions,
  terminal: Terminal,
  work: (job: RunJob, folder: RunFolder, shard: number) => Promise<TaskResult>,
): Promise<ExitStatus> {
  const { folder, file, job: given } = openStep(options, terminal)
  const job = options.keyFd === undefined ? given : { ...given, roots: pipedKeys(options.keyFd) }
  const shards = shardsOfTask(options.shard, options.perTask, { env: terminal.env, shards: file.shards })
  const pool = openPool(workerCount(options.workers))
  const done: { shard: number; result: TaskResult }[] = []
  try {
    for (const shard of shards) {
      const result = publishedRelease(folder) === undefined ? await work({ ...job, pool }, folder, shard) : 'there'
      done.push({ shard, result })
      if (isTold(options)) terminal.err(`shard ${shard} of ${file.shards}: ${SAID[result]}\n`)
    }
  } finally {
    await pool.close()
  }
  if (options.json === true) await terminal.out(`${JSON.stringify({ shards: done })}\n`)
  return 0
}

/** Is it told to a person as it happens? */
function isTold({ quiet, json }: StepOptions): boolean {
  return quiet !== true && json !== true
}

const SAID: Record<TaskResult, string> = {
  done: 'done',
  there: 'was done already',
  needless: 'nothing to do, the policy needs no profile',
}

/** `perde plan --run DIR` */
export async function planCommand(options: StepOptions, terminal: Terminal): Promise<ExitStatus> {
  const { folder, job } = openStep(options, terminal)
  const frozen =
    publishedRelease(folder) === undefined &&
    (await stepped(job, terminal, options.quiet, undefined, (own) => planRun(own, folder)))
  if (options.json === true) await terminal.out(`${JSON.stringify({ plan: frozen ? 'done' : 'there' })}\n`)
  else if (options.quiet !== true) terminal.err(frozen ? 'the plan is frozen\n' : 'the plan was frozen already\n')
  return 0
}

/** `perde put --run DIR` */
export async function putCommand(options: StepOptions, terminal: Terminal): Promise<ExitStatus> {
  const { folder, file, job } = openStep(options, terminal)
  const attempts = await readAttempts(terminal.stdin)
  const done: { mode: string; shard: number; result: TaskResult }[] = []
  const tell = ({ mode, shard }: Attempt, result: TaskResult) => {
    done.push({ mode, shard, result })
    if (isTold(options)) terminal.err(`${mode} of shard ${shard} of ${file.shards}: ${SAID[result]}\n`)
  }
  if (publishedRelease(folder) === undefined) await putAttempts(job, folder, attempts, tell)
  else for (const attempt of attempts) tell(attempt, 'there')
  if (options.json === true) await terminal.out(`${JSON.stringify({ put: done })}\n`)
  return 0
}

/** `perde publish --run DIR` */
export async function publishCommand(options: StepOptions, terminal: Terminal): Promise<ExitStatus> {
  const { folder, file, job } = openStep(options, terminal)
  const started = Date.now()
  const { result, published } = await stepped(job, terminal, options.quiet, undefined, async (own) => ({
    result: await publishRun(own, folder),
    published: await publishedRun(own, folder, file.run),
  }))
  if (result) await tellRun(result, { ...options, log: job.log, started, toStdout: false }, terminal)
  else if (options.json === true) await terminal.out(`${JSON.stringify({ ...published, published: 'before' })}\n`)
  else if (options.quiet !== true) terminal.err(`release ${published.release} was published already\n`)
  return 0
}
