import type { RunJob } from '../engine/freeze/job.ts'
import { folderNamed } from '../engine/read/folder-named.ts'
import type { KeptRun } from '../engine/tasks/pieces.ts'
import { RUN_FILE, runFolder, type RunFolder } from '../engine/tasks/run-folder.ts'
import { PerdeError } from '../errors.ts'
import { tablesAsWritten, type WrittenTable } from './handed-tables.ts'
import { jobOf } from './run-job.ts'
import type { JobOptions } from './run-options.ts'
import type { Terminal } from './terminal.ts'

/** What every later step takes from the folder of a run, so that it needs no option of the first. */
export interface RunFile {
  perde: 1
  run: string
  policy: string
  policySha256: string
  cwd: string
  options: JobOptions
  /** what the run was asked for, by what it is called in messages */
  identity: Record<string, string>
  shards: number
  profile: boolean
  /** names the inputs and their versions, and says nothing of what is in them; absent: an older perde began the run */
  listing?: string
  /** sources that a host hands over, by name, where their partitions are, and the program of its workers; absent: none */
  handed?: { tables: Record<string, WrittenTable>; shards: KeptRun['handed']; code: string }
}

/** Undefined: the folder does not say of a run yet. Throws PLAN_MISMATCH where what it says cannot be read. */
export function runFileIn(folder: RunFolder): RunFile | undefined {
  const text = folder.get(RUN_FILE)?.toString()
  if (text === undefined) return undefined
  try {
    const file = JSON.parse(text) as RunFile
    const { perde, shards, policy, options, identity } = file
    if (
      perde === 1 &&
      Number.isInteger(shards) &&
      typeof policy === 'string' &&
      isObject(options) &&
      isObject(identity)
    )
      return file
  } catch {
    // Told below.
  }
  throw new PerdeError('PLAN_MISMATCH', 'what the folder says of its run cannot be read', {
    where: { part: folder.path(RUN_FILE) },
    hints: ['begin again with perde shard, in a new folder'],
  })
}

/** A job with the tables of a host as they were when the run began. */
export function asBegun(job: Omit<RunJob, 'pool'>, { handed }: RunFile): Omit<RunJob, 'pool'> {
  return { ...job, ...(handed && { handed: tablesAsWritten(handed.tables) }) }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}

/** Absolute path of the folder that `--run` names. Throws USAGE for an address: links of files make its pieces whole or not there. */
export function placeOfRun(run: string, { cwd }: Terminal): string {
  return folderNamed(run, cwd, 'the folder of a run')
}

/** The folder of a run, and its job as it was given to the first step. Throws PLAN_MISMATCH for another policy. */
export function openStep(
  { run }: { run: string },
  terminal: Terminal,
): { folder: RunFolder; file: RunFile; job: Omit<RunJob, 'pool'> } {
  const folder = runFolder(placeOfRun(run, terminal))
  const file = runFileIn(folder)
  if (!file)
    throw new PerdeError('PLAN_MISMATCH', 'there is no run in this folder', {
      where: { part: folder.dir },
      hints: ['begin one: perde shard POLICY --run DIR'],
    })
  // What the policy's findings are was said by the first step.
  const { job: given } = jobOf(file.policy, { ...file.options, quiet: true }, { ...terminal, cwd: file.cwd })
  const job = asBegun(given, file)
  if (job.policySha256 !== file.policySha256)
    throw new PerdeError('PLAN_MISMATCH', 'the policy is another than the run was begun with', {
      where: { part: file.policy },
      hints: ['put it back, or begin again with perde shard, in a new folder'],
    })
  return { folder, file, job }
}
