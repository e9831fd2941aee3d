import { resolve } from 'node:path'
import { createPublishable } from './detect/publishable.ts'
import { recordVerdicts } from './detect/record-verdicts.ts'
import type { Verdict } from './detect/verdict.ts'
import type { Notice, RunResult } from './engine/freeze/job.ts'
import { refuseOtherLog } from './engine/policy-files/named-log.ts'
import { openPolicy as open, type OpenPolicy } from './engine/policy-files/open-policy.ts'
import type { Progress } from './engine/passes/block-tasks.ts'
import { isBlockSize } from './engine/read/blocks.ts'
import { isAddress, isObjects } from './engine/read/address.ts'
import { folderNamed, RELEASE_ADDRESSES } from './engine/read/folder-named.ts'
import { isTable } from './engine/read/table-input.ts'
import { isThreadCount, openPool } from './engine/passes/pool.ts'
import { run as runJob } from './engine/run/run.ts'
import { scanInputs, type ScannedInput } from './engine/table/scan.ts'
import { useRelease, type UseDecision } from './engine/release/use.ts'
import { verifyRelease, type Verification } from './engine/release/verify.ts'
import { PerdeError } from './errors.ts'
import type { FormatOptions } from './io/formats/format.ts'

/** The public functions with their defaults: paths are relative to the working directory, everything else is optional. */

/** Reads and checks a policy file. Throws POLICY_NOT_FOUND, POLICY_INVALID (with all findings in `facts`). */
export function openPolicy(file: string, { asOf = new Date() }: { asOf?: Date } = {}): OpenPolicy {
  return open(file, process.cwd(), asOf)
}

export interface RunOptions {
  /** folder of the release, or address of a schema of a database; default: the policy's `output.path` */
  out?: string
  /** folder of the audit log; default: the policy's `audit.log`, else `perde-log` */
  log?: string
  /** source → input, instead of the policy's path */
  sources?: Record<string, string>
  replace?: boolean
  /** read only what came since a release: its folder, its ULID, or `latest` */
  since?: string
  /** an input of that release that is not there any more: an error (default), or forgotten */
  gone?: 'fail' | 'forget'
  workers?: number
  /** bytes a worker takes at once; default 1 MiB */
  blockSize?: number
  asOf?: Date
  mode?: 'enforce' | 'log'
  env?: NodeJS.ProcessEnv
  stdin?: AsyncIterable<Uint8Array>
  signal?: AbortSignal
  onProgress?(progress: Progress): void
  onNotice?(notice: Notice): void
}

/** The main job: gate, profile, plan, apply, seal, publish. Throws PerdeError; then nothing was published. */
export async function run(policy: OpenPolicy, options: RunOptions = {}): Promise<RunResult> {
  const {
    out,
    log,
    sources = {},
    replace = false,
    workers,
    blockSize = 1024 * 1024,
    asOf = new Date(),
    mode = 'enforce',
    env = process.env,
  } = options
  const fromPolicy = policy.policy.output.path
  if (out === undefined && fromPolicy === undefined)
    throw new PerdeError('USAGE', 'neither the call nor the policy says where the release goes')
  const place = (out ?? fromPolicy)!
  const logFromPolicy = policy.policy.audit.log
  if (workers !== undefined && !isThreadCount(workers))
    throw new PerdeError('USAGE', '"workers" is a whole number from 1 to 256')
  if (!isBlockSize(blockSize))
    throw new PerdeError('USAGE', '"blockSize" is a whole number of bytes from 1 KiB to 16 MiB')
  if (Number.isNaN(asOf.getTime())) throw new PerdeError('USAGE', '"asOf" is no time')
  const logDir =
    log !== undefined
      ? logFolder(log)
      : logFromPolicy !== undefined
        ? logFolder(logFromPolicy, policy.baseDir)
        : resolve('perde-log')
  refuseOtherLog(policy.policy, policy.baseDir, logDir)
  const pool = openPool(workers)
  return runJob({
    pool,
    policy: policy.policy,
    policySha256: policy.digest,
    baseDir: policy.baseDir,
    cwd: process.cwd(),
    env,
    overrides: sources,
    ...(isTable(place) && { tables: place }),
    ...(isObjects(place) && { store: place }),
    target: isAddress(place)
      ? undefined
      : folderNamed(place, out === undefined ? policy.baseDir : process.cwd(), 'the release', RELEASE_ADDRESSES),
    existing: replace ? 'replace' : 'refuse',
    ...(options.since !== undefined && { since: options.since }),
    ...(options.gone && { gone: options.gone }),
    log: logDir,
    blockSize,
    asOf,
    mode,
    ...(options.stdin && { stdin: options.stdin }),
    ...(options.signal && { signal: options.signal }),
    ...(options.onProgress && { onProgress: options.onProgress }),
    ...(options.onNotice && { onNotice: options.onNotice }),
  }).finally(() => pool.close())
}

export interface ScanOptions {
  /** records looked at in each input; default 10,000 */
  sample?: number
  /** as a source of a policy may name it; default: by the file's ending */
  format?: string
  locales?: string[]
  formatOptions?: FormatOptions
}

/** What is in some files: a verdict by field, and the facts it rests on. No values. */
export async function scan(
  inputs: string | string[],
  { sample = 10_000, format, locales = [], formatOptions = {} }: ScanOptions = {},
): Promise<(ScannedInput & { verdicts: Map<string, Verdict> })[]> {
  const scanned = await scanInputs({
    inputs: [inputs].flat(),
    cwd: process.cwd(),
    stdin: (async function* () {})(),
    env: process.env,
    sample,
    options: formatOptions,
    locales,
    publishable: createPublishable(),
    ...(format !== undefined && { format }),
  })
  return scanned.map((s) => ({
    ...s,
    verdicts: recordVerdicts(s.facts),
  }))
}

export interface VerifyOptions {
  log?: string
  /** text of a vkey or checkpoint from outside */
  trust?: string
  /** text of an older checkpoint that the log must have grown from */
  from?: string
}

/** Re-checks a release; `ok` false lists what is wrong, `against` says who vouches for it. */
export function verify(release: string, { log, trust, from }: VerifyOptions = {}): Verification {
  return verifyRelease({
    release: resolve(release),
    log: log === undefined ? undefined : logFolder(log),
    ...(trust !== undefined && { trust }),
    ...(from !== undefined && { from }),
  })
}

export interface UseOptions {
  log: string
  purpose: string
  processing: string
  /** job or team; goes into the log */
  by: string
  env?: NodeJS.ProcessEnv
  now?: Date
}

/** The gate before training: verifies, checks purpose and consents as of now, and logs the answer before giving it. */
export function use(
  release: string,
  { log, purpose, processing, by, env = process.env, now = new Date() }: UseOptions,
): Promise<UseDecision> {
  const asked = { log: logFolder(log), purpose, processing, by, env, now, starts: 'nothing' as const }
  return useRelease({ release, cwd: process.cwd(), ...asked })
}

/** Throws USAGE for an address: to a log in a store only commands write. */
function logFolder(log: string, from: string = process.cwd()): string {
  if (isObjects(log))
    throw new PerdeError('USAGE', 'the library takes a log in a folder, not in a store', {
      hints: ['run perde as a command, with --log'],
    })
  return folderNamed(log, from, 'the log')
}
