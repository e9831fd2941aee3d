import { createHash } from 'node:crypto'
import type { RunJob } from '../engine/freeze/job.ts'
import { begunRun, placeOf, refuseOther } from '../engine/tasks/kept-run.ts'
import { publishedRelease } from '../engine/tasks/published-run.ts'
import { createRunFolder, RUN_FILE, type RunFolder } from '../engine/tasks/run-folder.ts'
import { refuseOtherNow } from '../engine/tasks/same-inputs.ts'
import { askRun, shardRun } from '../engine/tasks/shard-run.ts'
import { PerdeError } from '../errors.ts'
import { parseSize } from '../policy/size.ts'
import { handedTables, writtenTables } from './handed-tables.ts'
import { asBegun, placeOfRun, runFileIn, type RunFile } from './run-file.ts'
import { jobOf } from './run-job.ts'
import type { JobOptions } from './run-options.ts'
import { stepped } from './stepped.ts'
import type { ExitStatus, Terminal } from './terminal.ts'
import { workerCode } from './worker-code.ts'

export interface ShardOptions extends Omit<JobOptions, 'resume' | 'since' | 'gone' | 'dryRun'> {
  run: string
  target: string
  partitions: string[]
  schema: string[]
  bytes: string[]
  ask?: boolean
  json?: boolean
}

/** `perde shard POLICY --run DIR`: begins a run, or tells of the one that the same command has begun; `--ask`: only asks the gate. */
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
  refuseElsewhere(job, toStdout)
  if (options.ask === true) {
    refuseStore(job)
    await stepped(job, terminal, quiet, 1, askRun)
    if (options.json === true) await terminal.out(`${JSON.stringify({ permitted: true })}\n`)
    return 0
  }
  const identity = identityOf(job, { target, asOf })
  const folder = createRunFolder(placeOfRun(options.run, terminal))
  const before = runFileIn(folder)
  if (before) {
    refuseOther(folder, before.identity, identity)
    // No task comes any more that would find it.
    if (before.listing !== undefined && publishedRelease(folder) !== undefined)
      await refuseOtherNow(asBegun(job, before), before.listing)
  }
  const file = before ?? (await begin(folder, job, terminal, { kept, identity, target, quiet }))
  if (options.json === true) await terminal.out(`${JSON.stringify(jsonOf(file))}\n`)
  else if (quiet !== true) terminal.err(nextSteps(file, options.run))
  return 0
}

function refuseElsewhere({ tables, overrides, policy: { output } }: Omit<RunJob, 'pool'>, toStdout: boolean): void {
  if (toStdout || tables !== undefined || Object.values(overrides).includes('-'))
    throw new PerdeError('USAGE', 'a run in tasks goes from files to a folder or a store', {
      hints: ['name the output with --out DIR, and inputs that every task can read'],
    })
  if (output.seal)
    throw new PerdeError(
      'USAGE',
      'a run in tasks does not seal its files: they would lie open in the folder of the run',
      {
        hints: ['leave "output.seal" out, or run it as one process: perde run'],
      },
    )
}

/** A run claims a place in a store until its end, and this is none. */
function refuseStore({ store }: Omit<RunJob, 'pool'>): void {
  if (store !== undefined)
    throw new PerdeError('USAGE', 'only of a run into a folder the gate can be asked alone', {
      hints: ['name a folder with --out DIR, or leave --ask out'],
    })
}

/** What makes it this run and no other, by what a person calls it. How large a host says that a table is may change. */
function identityOf(
  job: Omit<RunJob, 'pool'>,
  { target, asOf }: { target: number; asOf: string | undefined },
): Record<string, string> {
  const { policySha256, overrides, cwd, log, blockSize, mode, handed = {} } = job
  const tables = Object.entries(handed).flatMap(([name, { partitions, schema }]) => [
    [`number of partitions of "${name}"`, String(partitions)],
    [`set of columns of "${name}"`, createHash('sha256').update(schema).digest('hex')],
  ])
  return {
    policy: policySha256,
    'place of its release': placeOf(job),
    ...(Object.keys(overrides).length > 0 && { 'set of inputs': JSON.stringify([cwd, overrides]) }),
    log,
    'size of blocks': String(blockSize),
    'size of shards': String(target),
    mode,
    ...(asOf !== undefined && { 'as-of time': job.asOf.toISOString() }),
    ...(Object.fromEntries(tables) as Record<string, string>),
  }
}

async function begin(
  folder: RunFolder,
  job: Omit<RunJob, 'pool'>,
  terminal: Terminal,
  {
    kept,
    identity,
    target,
    quiet,
  }: { kept: JobOptions; identity: Record<string, string>; target: number; quiet: boolean | undefined },
): Promise<RunFile> {
  // A first step that was killed when all but its last word was said.
  const begun = await begunRun(job, folder)
  if (begun) refuseOther(folder, begun.identity, identity)
  const run = begun ?? (await stepped(job, terminal, quiet, 1, (own) => shardRun(own, folder, { target, identity })))
  const file: RunFile = {
    perde: 1,
    run: run.release,
    policy: job.policyFile!,
    policySha256: job.policySha256,
    cwd: terminal.cwd,
    options: kept,
    identity,
    shards: run.shards.length,
    profile: run.profile,
    listing: run.listing,
    ...(job.handed && { handed: { tables: writtenTables(job.handed), shards: run.handed, code: workerCode() } }),
  }
  // Another that says it at the same time says the same.
  folder.put(RUN_FILE, `${JSON.stringify(file, undefined, 2)}\n`)
  return file
}

function jsonOf({ run, shards, profile, handed }: RunFile): object {
  return { run, shards, profile, ...(handed && { code: handed.code, sources: handed.shards }) }
}

function nextSteps({ run, shards, profile, handed }: RunFile, dir: string): string {
  const last = shards - 1
  const hosted = Object.entries(handed?.shards ?? {})
    .filter(([, { partitions }]) => partitions > 0)
    .map(
      ([name, { shard, partitions }]) =>
        `  shards ${shard} to ${shard + partitions - 1} are the partitions of "${name}": workers of the host do them, and perde put takes what they give\n`,
    )
  return (
    `run ${run}: ${shards} ${shards === 1 ? 'shard' : 'shards'}\n` +
    hosted.join('') +
    (profile ? `  then, for each N from 0 to ${last}: perde profile --run ${dir} --shard N\n` : '') +
    `  then: perde plan --run ${dir}\n` +
    `  then, for each N from 0 to ${last}: perde apply --run ${dir} --shard N\n` +
    `  then: perde publish --run ${dir}\n`
  )
}
