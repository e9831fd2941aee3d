import { resolve } from 'node:path'
import type { RunJob } from '../engine/freeze/job.ts'
import { openPool, type Pool } from '../engine/passes/pool.ts'
import { applyShard } from '../engine/tasks/apply-shard.ts'
import type { KeptRun } from '../engine/tasks/pieces.ts'
import { planRun } from '../engine/tasks/plan-run.ts'
import type { Attempt } from '../engine/tasks/put-attempt.ts'
import { putAttempts } from '../engine/tasks/put-attempts.ts'
import { profileShard, type TaskResult } from '../engine/tasks/profile-shard.ts'
import { publishedRelease, publishRun } from '../engine/tasks/publish-run.ts'
import { createRunFolder, runFolder, type RunFolder } from '../engine/tasks/run-folder.ts'
import { shardRun } from '../engine/tasks/shard-run.ts'
import { PerdeError } from '../errors.ts'
import { parseSize } from '../policy/size.ts'
import { handedTables, tablesAsWritten, writtenTables, type WrittenTable } from './handed-tables.ts'
import { writingLog } from './log-place.ts'
import { readAttempts } from './read-attempts.ts'
import { jobOf, noticed, tellRun } from './run-job.ts'
import { workerCount } from './run.ts'
import type { JobOptions } from './run-options.ts'
import { shardsOfTask } from './shard-index.ts'
import type { ExitStatus, Terminal } from './terminal.ts'
import { workerCode } from './worker-code.ts'

// A run in steps, each a process of its own, on machines that share a folder: shard, profile, plan, apply, publish.

export interface ShardOptions extends Omit<JobOptions, 'resume' | 'since' | 'gone' | 'dryRun'> {
  run: string
  target: string
  partitions: string[]
  schema: string[]
  bytes: string[]
  json?: boolean
}

/** What every later step takes from the folder, so that it needs no option of the first.. */
interface RunFile {
  perde: 1
  run: string
  policy: string
  policySha256: string
  cwd: string
  options: JobOptions
  shards: number
  profile: boolean
  /** sources that a host hands over, by name; absent: none */
  handed?: Record<string, WrittenTable>
}

const RUN_FILE = 'run.json'

/** `perde shard POLICY --run DIR` */
export async function shardCommand(policy: string, options: ShardOptions, terminal: Terminal): Promise<ExitStatus> {
  const target = parseSize(options.target)
  if (target === undefined || target < 1)
    throw new PerdeError('USAGE', '--target is a size', { hints: ['such as --target 256MiB'] })
  const { source, out, log, block, asOf, mode, replace, quiet } = options
  const kept: JobOptions = {
    source,
    block,
    mode,
    gone: 'fail',
    ...(out !== undefined && { out }),
    ...(log !== undefined && { log }),
    ...(replace === true && { replace }),
  }
  const asked: JobOptions = { ...kept, ...(asOf !== undefined && { asOf }), ...(quiet === true && { quiet }) }
  const { job: given, toStdout } = jobOf(policy, asked, terminal)
  const handed = handedTables(options, Object.keys(given.policy.dataset.sources), terminal.cwd)
  const job = { ...given, ...(Object.keys(handed).length > 0 && { handed }) }
  if (toStdout || job.tables !== undefined || Object.values(job.overrides).includes('-'))
    throw new PerdeError('USAGE', 'a run in tasks goes from files to a folder or a store', {
      hints: ['name the output with --out DIR, and inputs that every task can read'],
    })
  if (job.policy.output.seal)
    throw new PerdeError(
      'USAGE',
      'a run in tasks does not seal its files: they would lie open in the folder of the run',
      {
        hints: ['leave "output.seal" out, or run it as one process: perde run'],
      },
    )
  const folder = createRunFolder(resolve(terminal.cwd, options.run))
  const run = await stepped(job, terminal, quiet, 1, (own) => shardRun(own, folder, target))
  const file: RunFile = {
    perde: 1,
    run: run.release,
    policy: job.policyFile!,
    policySha256: job.policySha256,
    cwd: terminal.cwd,
    options: kept,
    shards: run.shards.length,
    profile: run.profile,
    ...(job.handed && { handed: writtenTables(handed) }),
  }
  folder.put(RUN_FILE, `${JSON.stringify(file, undefined, 2)}\n`)
  if (options.json === true) {
    const { release, shards, profile } = run
    const sources = { code: workerCode(), sources: run.handed }
    await terminal.out(
      `${JSON.stringify({ run: release, shards: shards.length, profile, ...(job.handed && sources) })}\n`,
    )
  } else if (quiet !== true) terminal.err(nextSteps(run, options.run))
  return 0
}

function nextSteps({ release, shards: { length: shards }, profile, handed }: KeptRun, dir: string): string {
  const last = shards - 1
  const hosted = Object.entries(handed).map(
    ([name, { shard, partitions }]) =>
      `  shards ${shard} to ${shard + partitions - 1} are the partitions of "${name}": workers of the host do them, and perde put takes what they give\n`,
  )
  return (
    `run ${release}: ${shards} ${shards === 1 ? 'shard' : 'shards'}\n` +
    hosted.join('') +
    (profile ? `  then, for each N from 0 to ${last}: perde profile --run ${dir} --shard N\n` : '') +
    `  then: perde plan --run ${dir}\n` +
    `  then, for each N from 0 to ${last}: perde apply --run ${dir} --shard N\n` +
    `  then: perde publish --run ${dir}\n`
  )
}

export interface StepOptions {
  run: string
  quiet?: boolean
  json?: boolean
}

export interface TaskOptions extends StepOptions {
  shard: string
  perTask: string
  workers?: string
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
  const { folder, file, job } = openStep(options, terminal)
  const shards = shardsOfTask(options.shard, options.perTask, { env: terminal.env, shards: file.shards })
  const pool = openPool(workerCount(options.workers))
  try {
    for (const shard of shards) {
      const result = publishedRelease(folder) === undefined ? await work({ ...job, pool }, folder, shard) : 'there'
      if (options.quiet !== true) terminal.err(`shard ${shard} of ${file.shards}: ${SAID[result]}\n`)
    }
  } finally {
    await pool.close()
  }
  return 0
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
  if (options.quiet !== true) terminal.err(frozen ? 'the plan is frozen\n' : 'the plan was frozen already\n')
  return 0
}

/** `perde put --run DIR` */
export async function putCommand(options: StepOptions, terminal: Terminal): Promise<ExitStatus> {
  const { folder, file, job } = openStep(options, terminal)
  const attempts = await readAttempts(terminal.stdin)
  const tell = ({ mode, shard }: Attempt, result: TaskResult) => {
    if (options.quiet !== true) terminal.err(`${mode} of shard ${shard} of ${file.shards}: ${SAID[result]}\n`)
  }
  if (publishedRelease(folder) === undefined) await putAttempts(job, folder, attempts, tell)
  else for (const attempt of attempts) tell(attempt, 'there')
  return 0
}

/** `perde publish --run DIR` */
export async function publishCommand(options: StepOptions, terminal: Terminal): Promise<ExitStatus> {
  const { folder, job } = openStep(options, terminal)
  const started = Date.now()
  const result = await stepped(job, terminal, options.quiet, undefined, (own) => publishRun(own, folder))
  if (result) await tellRun(result, { ...options, log: job.log, started, toStdout: false }, terminal)
  else if (options.json === true)
    await terminal.out(`${JSON.stringify({ release: publishedRelease(folder), published: 'before' })}\n`)
  else if (options.quiet !== true) terminal.err(`release ${publishedRelease(folder)!} was published already\n`)
  return 0
}

/** The folder of a run, and its job as it was given to the first step. Throws PLAN_MISMATCH for another policy. */
function openStep(
  { run }: StepOptions,
  terminal: Terminal,
): { folder: RunFolder; file: RunFile; job: Omit<RunJob, 'pool'> } {
  const folder = runFolder(resolve(terminal.cwd, run))
  const text = folder.get(RUN_FILE)
  if (!text)
    throw new PerdeError('PLAN_MISMATCH', 'there is no run in this folder', {
      where: { part: folder.dir },
      hints: ['begin one: perde shard POLICY --run DIR'],
    })
  const file = parseRunFile(text.toString(), folder)
  // What the policy's findings are was said by the first step.
  const { job: given } = jobOf(file.policy, { ...file.options, quiet: true }, { ...terminal, cwd: file.cwd })
  const job = { ...given, ...(file.handed && { handed: tablesAsWritten(file.handed) }) }
  if (job.policySha256 !== file.policySha256)
    throw new PerdeError('PLAN_MISMATCH', 'the policy is another than the run was begun with', {
      where: { part: file.policy },
      hints: ['put it back, or begin again with perde shard, in a new folder'],
    })
  return { folder, file, job }
}

function parseRunFile(text: string, folder: RunFolder): RunFile {
  try {
    const file = JSON.parse(text) as RunFile
    if (file.perde === 1 && Number.isInteger(file.shards) && typeof file.policy === 'string') return file
  } catch {
    // Told below.
  }
  throw new PerdeError('PLAN_MISMATCH', 'what the folder says of its run cannot be read', {
    where: { part: folder.path(RUN_FILE) },
    hints: ['begin again with perde shard, in a new folder'],
  })
}

async function stepped<T>(
  job: Omit<RunJob, 'pool'>,
  terminal: Terminal,
  quiet: boolean | undefined,
  threads: number | undefined,
  step: (job: RunJob) => Promise<T>,
): Promise<T> {
  const pool: Pool = openPool(threads)
  try {
    return await writingLog(job.log, terminal.env, ({ dir, pushLog }) =>
      step({ ...job, log: dir, ...(pushLog && { pushLog }), pool, ...noticed(terminal, quiet) }),
    )
  } finally {
    await pool.close()
  }
}
