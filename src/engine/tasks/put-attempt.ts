import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, realpathSync, rmSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { ioError, PerdeError } from '../../errors.ts'
import { ulid } from '../../evidence/ulid.ts'
import { syncFolder } from '../../io/lake/staging.ts'
import { JOURNAL } from '../passes/journal-frames.ts'
import { partsName } from './apply-shard.ts'
import { profileName } from './kept-profile.ts'
import { PROFILE, type KeptRun } from './pieces.ts'
import type { TaskResult } from './profile-shard.ts'
import type { RunFolder } from './run-folder.ts'
import { shardName } from './shard-name.ts'
import { takeFile } from './take-file.ts'

/** What a host says that a worker gave: its RESULT, and the folder where the files of the attempt are. */
export interface Attempt {
  run: string
  mode: 'profile' | 'apply'
  shard: number
  /** absolute, or in the folder of the run */
  folder: string
  files: { name: string; bytes: number }[]
}

/**
 * Makes an attempt the one that counts, unless another does. Its files are linked or copied, and durable before they count.
 * Throws PLAN_MISMATCH for an attempt of another run, or whose files are not those that the worker sent.
 */
export function putAttempt(folder: RunFolder, run: KeptRun, attempt: Attempt): TaskResult {
  const { mode, shard } = attempt
  if (attempt.run !== run.release) throw mismatch(attempt, 'a result is of another run')
  if (!run.shards[shard]) throw mismatch(attempt, 'a result is of a shard that the run does not have')
  if (mode === 'profile' && !run.profile) return 'needless'
  const name = mode === 'profile' ? profileName(shard) : partsName(shard)
  if (folder.has(name)) return 'there'
  const names = attempt.files.map((file) => file.name)
  const fits = mode === 'profile' ? names.join() === PROFILE : names[0] === JOURNAL && names.slice(1).every(isOutput)
  if (!fits || new Set(names).size !== names.length)
    throw mismatch(attempt, 'a result names files that no worker writes')
  const own = `.${mode}-${shardName(shard)}.perde-${ulid()}`
  const dir = folder.path('attempts', own)
  let counts = false
  try {
    take(attempt, realOf(attempt, resolve(folder.dir, attempt.folder)), dir)
    counts = mode === 'profile' ? folder.putFile(name, join(dir, PROFILE)) : folder.put(name, own)
    return counts ? 'done' : 'there'
  } finally {
    if (!counts || mode === 'profile') rmSync(dir, { recursive: true, force: true })
  }
}

/** A path of an output: below `data/`, and nowhere else. */
function isOutput(name: string): boolean {
  const [first, ...rest] = name.split('/')
  return first === 'data' && rest.length > 0 && rest.every((part) => part !== '' && !/^\.|[\\\0]/.test(part))
}

function take(attempt: Attempt, from: string, dir: string): void {
  const folders = new Set<string>()
  mkdir(dir)
  for (const { name, bytes } of attempt.files) {
    const path = join(from, name)
    if (statSync(path, { throwIfNoEntry: false })?.size !== bytes)
      throw mismatch(attempt, 'a file of a result is not there, or has another size than the worker sent')
    takeFile(path, join(dir, name))
    durable(join(dir, name), name.startsWith('data/') ? 0o644 & ~process.umask() : 0o600)
    for (let f = dirname(join(dir, name)); f.length >= dir.length; f = dirname(f)) folders.add(f)
  }
  for (const path of [...folders].sort().reverse()) syncFolder(path)
}

function mkdir(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 })
  } catch (e) {
    throw ioError(e, 'taking what a task wrote')
  }
}

function realOf(attempt: Attempt, path: string): string {
  try {
    return realpathSync(path)
  } catch {
    throw mismatch(attempt, 'the folder of a result is not there')
  }
}

/** With the mode that tasks write it with. */
function durable(path: string, mode: number): void {
  try {
    chmodSync(path, mode)
    const fd = openSync(path, 'r')
    try {
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
  } catch (e) {
    throw ioError(e, 'making durable what a task wrote')
  }
}

function mismatch({ mode, shard }: Attempt, message: string): PerdeError {
  return new PerdeError('PLAN_MISMATCH', message, {
    where: { part: `${mode} of shard ${shard}` },
    hints: ['put the RESULT of the attempt that the host accepted, with "folder": where its files are'],
  })
}
