import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { ioError, PerdeError } from '../../errors.ts'
import { ulid } from '../../evidence/ulid.ts'
import { syncFolder } from '../../io/lake/staging.ts'
import { JOURNAL, type JournalHeader } from '../passes/journal-frames.ts'
import type { Pass } from '../read/block.ts'
import { partsName } from './apply-shard.ts'
import { attemptParts } from './attempt-journal.ts'
import { profileName, readProfile } from './kept-profile.ts'
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

/** An attempt whose files are the run's, durable and looked at, and that may count. */
export interface Taken {
  mode: Attempt['mode']
  shard: number
  /** its folder in that of the run */
  dir: string
  /** SHA-256, in hex, of what was handed over; undefined: the shard is not one input */
  digest: string | undefined
  counts: boolean
}

/** The run that an attempt is of. `header`: of its second pass; undefined: none is put. */
interface OfRun {
  key: Uint8Array
  run: KeptRun
  header: JournalHeader | undefined
}

/**
 * Takes an attempt: links or copies its files, makes them durable, and opens what the worker sealed. `there`: its shard is
 * done, and the attempt is gone. Throws PLAN_MISMATCH for an attempt of another run or shard, one that is not whole, or whose files are not those that the worker
 * sent; nothing of it is left then.
 */
export function takeAttempt(folder: RunFolder, of: OfRun, attempt: Attempt): Taken | 'needless' | 'there' {
  const { mode, shard, files } = attempt
  const { run } = of
  if (attempt.run !== run.release) throw mismatch(attempt, 'a result is of another run')
  if (!run.shards[shard]) throw mismatch(attempt, 'a result is of a shard that the run does not have')
  if (mode === 'profile' && !run.profile) return 'needless'
  // Of a shard that is done, too, it has to be of the same table: who put the other would take its release for that of his.
  if (folder.has(nameOf(mode, shard)) && !existsSync(resolve(folder.dir, attempt.folder))) return 'there'
  const names = files.map((file) => file.name)
  const fits = mode === 'profile' ? names.join() === PROFILE : names[0] === JOURNAL && names.slice(1).every(isOutput)
  if (!fits || new Set(names).size !== names.length)
    throw mismatch(attempt, 'a result names files that no worker writes')
  const dir = folder.path('attempts', `.${mode}-${shardName(shard)}.perde-${ulid()}`)
  const taken: Taken = { mode, shard, dir, digest: undefined, counts: false }
  try {
    take(attempt, realOf(attempt, resolve(folder.dir, attempt.folder)), dir)
    const digests = mode === 'profile' ? profiled(of, attempt, dir) : applied(of, attempt, dir)
    return { ...taken, digest: digests.length === 1 ? digests[0] : undefined }
  } catch (e) {
    dropAttempt(taken)
    throw e
  }
}

/** Makes it the one that counts, unless another does. */
export function countAttempt(folder: RunFolder, taken: Taken): TaskResult {
  const { mode, shard, dir } = taken
  const name = nameOf(mode, shard)
  const counts = mode === 'profile' ? folder.putFile(name, join(dir, PROFILE)) : folder.put(name, basename(dir))
  taken.counts = counts && mode === 'apply'
  return counts ? 'done' : 'there'
}

/** What does not count goes; a profile that does has a name of its own. */
export function dropAttempt({ counts, dir }: Taken): void {
  if (!counts) rmSync(dir, { recursive: true, force: true })
}

function nameOf(mode: Attempt['mode'], shard: number): string {
  return mode === 'profile' ? profileName(shard) : partsName(shard)
}

/** Digests of what was read for a profile. */
function profiled({ key, run }: OfRun, attempt: Attempt, dir: string): string[] {
  const { shard } = attempt
  const passes: (Pass | undefined)[] = []
  const frames = readProfile(join(dir, PROFILE), key, { release: run.release, shard }, passes)
  let next = frames.next()
  while (next.done !== true) next = frames.next()
  const { from, to } = run.shards[shard]!
  const parts = passes.flatMap((_, part) => part)
  const own = passes.slice(from, to).flatMap((pass) => pass?.sha256 ?? [])
  if (!next.value || parts.length !== to - from || own.length !== to - from) throw forged(attempt)
  return own
}

/** Digests of what was read for its outputs, which have to be the files of the attempt. */
function applied({ key, run, header }: OfRun, attempt: Attempt, dir: string): string[] {
  const parts = attemptParts(dir, key, header!, run.shards[attempt.shard]!)
  const sizes = new Map(attempt.files.slice(1).map(({ name, bytes }) => [name, bytes]))
  const outputs = parts?.flatMap((part) => part.outputs)
  if (!parts || outputs?.length !== sizes.size || !outputs.every(({ path, bytes }) => sizes.get(path) === bytes))
    throw forged(attempt)
  return parts.map(({ read }) => read.sha256)
}

function forged(attempt: Attempt): PerdeError {
  return mismatch(attempt, 'what a worker is said to have sealed is not whole, or not of this run, shard and files')
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
