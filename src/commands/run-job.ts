import { closeSync, openSync, readSync, rmSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { isBlockSize } from '../engine/read/blocks.ts'
import { dryRun } from '../engine/run/dry-run.ts'
import type { RunJob, RunResult } from '../engine/freeze/job.ts'
import type { Pool } from '../engine/passes/pool.ts'
import { run } from '../engine/run/run.ts'
import { PerdeError } from '../errors.ts'
import { manifestBytes, sha256Hex } from '../evidence/release/manifest.ts'
import { isCivilDate } from '../record/civil-date.ts'
import { isObjects } from '../engine/read/address.ts'
import { folderNamed, RELEASE_ADDRESSES } from '../engine/read/folder-named.ts'
import { isTable } from '../engine/read/table-input.ts'
import { parseSize } from '../policy/size.ts'
import { refuseOtherLog } from '../engine/policy-files/named-log.ts'
import { openPolicy } from '../engine/policy-files/open-policy.ts'
import { findingText } from './finding-text.ts'
import { patchText } from './error-text.ts'
import { logPlace, writingLog } from './log-place.ts'
import { progressLine } from './progress.ts'
import type { JobOptions, RunCommandOptions } from './run-options.ts'
import { dryRunText, runText } from './run-text.ts'
import type { ExitStatus, Terminal } from './terminal.ts'

/** The main job, from the policy file to what is told at the end. */
export async function runFromPolicy(
  policyFile: string,
  options: RunCommandOptions,
  terminal: Terminal,
  pool: Pool,
): Promise<ExitStatus> {
  const { job, toStdout } = jobOf(policyFile, options, terminal)
  const progress = progressLine(
    terminal,
    options.quiet === true ? 'never' : oneOf('progress', options.progress, ['auto', 'always', 'never']),
  )
  const started = Date.now()
  let result: RunResult
  try {
    result = await writingLog(job.log, terminal.env, ({ dir, pushLog }) =>
      run({
        ...job,
        log: dir,
        ...(pushLog && { pushLog, keptAt: job.log }),
        pool,
        onProgress: progress.show,
        ...noticed(terminal, options.quiet, progress.end),
      }),
    )
  } finally {
    progress.end()
  }
  await tellRun(result, { ...options, log: job.log, started, toStdout }, terminal)
  return 0
}

/** What a person should know on the way. `before`: called in front of each. */
export function noticed(
  terminal: Terminal,
  quiet: boolean | undefined,
  before: () => void = () => undefined,
): Pick<RunJob, 'onNotice'> {
  return {
    onNotice: ({ message, hint, code, patch }) => {
      if (quiet === true) return
      before()
      const hinted = hint === undefined ? '' : `perde: hint: ${hint}\n`
      terminal.err(`perde: note: ${message}   [${code}]\n${hinted}${patchText(patch)}`)
    },
  }
}

/** What came of a run. `log`: its place, as the copy of one in a store is nothing that a person looks at. */
export async function tellRun(
  done: RunResult,
  { json, details, quiet, log, started, toStdout }: Telling,
  terminal: Terminal,
): Promise<void> {
  const result = { ...done, log: { ...done.log, dir: log } }
  if (toStdout) await copyData(result, terminal)
  else if (json === true) await terminal.out(`${JSON.stringify(jsonOf(result), undefined, 2)}\n`)
  if (quiet !== true && !(json === true && !toStdout))
    terminal.err(
      runText(result, {
        seconds: (Date.now() - started) / 1000,
        toStdout,
        extent: details === true ? 'details' : 'verdict',
        shown: (path) => (isObjects(path) ? path : relative(terminal.cwd, path) || '.'),
      }),
    )
}

interface Telling {
  json?: boolean
  details?: boolean
  quiet?: boolean
  log: string
  /** milliseconds since 1970 */
  started: number
  toStdout: boolean
}

/** `--dry-run`: gate, inputs and plan; nothing is written. */
export async function tryPolicy(
  policyFile: string,
  options: RunCommandOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const plan = await dryRun(jobOf(policyFile, options, terminal).job)
  await terminal.out(options.json === true ? `${JSON.stringify(plan, undefined, 2)}\n` : dryRunText(plan))
  return plan.decision === 'permit' ? 0 : 77
}

/** What a run is asked for on the command line. */
export function jobOf(
  policyFile: string,
  options: JobOptions,
  terminal: Terminal,
): { job: Omit<RunJob, 'pool'>; toStdout: boolean } {
  const asOf = options.asOf === undefined ? new Date() : instant(options.asOf)
  const { policy, digest, baseDir, findings } = openPolicy(policyFile, terminal.cwd, asOf)
  if (options.quiet !== true) for (const finding of findings) terminal.err(findingText(finding))
  const toStdout = options.out === '-'
  // A release is made anew where it stands.
  const out = options.out ?? (options.rebuild === undefined ? policy.output.path : undefined)
  if (options.dryRun !== true && out === undefined && options.rebuild === undefined)
    throw new PerdeError('USAGE', 'the policy does not say where the release goes', {
      hints: ['give --out DIR, or "output: { path: … }" in the policy'],
    })
  const tables = out !== undefined && isTable(out) ? out : undefined
  const store = out !== undefined && isObjects(out) ? out : undefined
  if (options.resume === true && (toStdout || tables !== undefined))
    throw new PerdeError(
      'USAGE',
      `what goes to ${toStdout ? 'standard output' : 'a table of a database'} cannot be gone on with`,
      { hints: ['leave --resume out, or name a folder with --out DIR'] },
    )
  refuseWithRebuild(options, toStdout || tables !== undefined || store !== undefined)
  const gone = oneOf('gone', options.gone, ['fail', 'forget'])
  if (gone === 'forget' && options.since === undefined)
    throw new PerdeError('USAGE', '--gone means nothing without --since', {
      hints: ['it is about inputs of the release that this one follows: --since latest --gone forget'],
    })
  const log = logPlace(options.log, terminal.env, terminal.cwd, { log: policy.audit.log, baseDir })
  refuseOtherLog(policy, baseDir, log)
  const blockSize = parseSize(options.block)
  if (blockSize === undefined || !isBlockSize(blockSize))
    throw new PerdeError('USAGE', '--block is a size from 1KiB to 16MiB', { hints: ['such as --block 1MiB'] })
  return {
    toStdout,
    job: {
      policy,
      policySha256: digest,
      baseDir,
      policyFile: resolve(terminal.cwd, policyFile),
      cwd: terminal.cwd,
      env: terminal.env,
      overrides: Object.fromEntries(options.source.map(sourceOption)),
      stdin: terminal.stdin,
      ...(tables !== undefined && { tables }),
      ...(store !== undefined && { store }),
      target:
        toStdout || tables !== undefined || store !== undefined
          ? undefined
          : out === undefined
            ? undefined
            : folderNamed(out, options.out === undefined ? baseDir : terminal.cwd, 'the release', RELEASE_ADDRESSES),
      existing: options.replace === true ? 'replace' : 'refuse',
      ...(options.resume === true && { resume: options.asOf === undefined ? 'as-of-then' : 'as-of-given' }),
      ...(options.since !== undefined && { since: options.since }),
      ...(options.rebuild !== undefined && { rebuild: options.rebuild }),
      gone,
      log,
      blockSize,
      asOf,
      mode: oneOf('mode', options.mode, ['enforce', 'log']),
      signal: terminal.signal,
    },
  }
}

/** A rebuild goes by what one release was made from, and by nothing else. */
function refuseWithRebuild({ rebuild, since, resume, dryRun, mode }: JobOptions, isElsewhere: boolean): void {
  if (rebuild === undefined) return
  const [unfit] = [
    ...(since !== undefined ? ['--since'] : []),
    ...(resume === true ? ['--resume'] : []),
    ...(dryRun === true ? ['--dry-run'] : []),
    ...(mode === 'log' ? ['--mode log'] : []),
  ]
  if (unfit !== undefined)
    throw new PerdeError('USAGE', `--rebuild and ${unfit} do not go together`, {
      hints: ['a rebuild is the release as it was, without whom the consents do not hold any more'],
    })
  if (isElsewhere)
    throw new PerdeError('USAGE', 'a release is made anew into a folder only', {
      hints: ['leave --out out: it takes its own place; or run without --rebuild'],
    })
}

export function sourceOption(text: string): [string, string] {
  const at = text.indexOf('=')
  if (at <= 0 || at === text.length - 1)
    throw new PerdeError('USAGE', '--source is NAME=INPUT', {
      hints: ['such as --source patients=other.csv, or NAME=- for standard input'],
    })
  return [text.slice(0, at), text.slice(at + 1)]
}

/** `option`: by which it was given. */
export function instant(text: string, option = '--as-of'): Date {
  const dated = text.length === 10 ? `${text}T00:00:00Z` : text
  // The engine's Date takes 30 February for 2 March, and another day would change who has consented.
  const time =
    isCivilDate(dated.slice(0, 10)) && /^T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(dated.slice(10))
      ? new Date(dated)
      : new Date(NaN)
  if (Number.isNaN(time.getTime())) throw new PerdeError('USAGE', `${option} is a time such as 2026-03-01T12:00:00Z`)
  return time
}

function oneOf<const T extends readonly string[]>(name: string, value: string, allowed: T): T[number] {
  if (!allowed.includes(value)) throw new PerdeError('USAGE', `--${name} is one of ${allowed.join(', ')}`)
  return value
}

/**
 * `--out -`: the committed records go to standard output; what proves them stays under the log. A second copy of them
 * there would be nobody's, so the file loses its name before its first byte is sent: whatever ends this process, a
 * reader that has seen enough or a kill, nothing of it stays.
 */
async function copyData(result: RunResult, terminal: Terminal): Promise<void> {
  const remove = () => rmSync(join(result.target, 'data'), { recursive: true, force: true })
  const [only, ...more] = result.manifest.outputs
  try {
    if (!only || more.length > 0)
      throw new PerdeError('USAGE', 'only one output fits on standard output', {
        hints: ['run with --out DIR, or name one input with --source NAME=INPUT'],
      })
    const fd = openSync(join(result.target, only.path), 'r')
    try {
      // Windows does not remove what is open; there it goes at the end.
      if (process.platform !== 'win32') remove()
      // Not by a stream: one that is left early closes the file by itself, now or later.
      const chunk = Buffer.allocUnsafe(1 << 16)
      for (let n = readSync(fd, chunk); n > 0; n = readSync(fd, chunk)) await terminal.out(chunk.subarray(0, n))
    } finally {
      closeSync(fd)
    }
  } finally {
    remove()
  }
}

function jsonOf({ target, place, manifest, consent, risk, log, since, rebuilt, aside }: RunResult) {
  return {
    release: manifest.release,
    ...(since && { since: since.release }),
    ...(rebuilt && { rebuilt }),
    path: place ?? target,
    records: manifest.records,
    ...(aside.length > 0 && { aside }),
    recordsSha256: manifest.recordsSha256,
    manifestSha256: sha256Hex(manifestBytes(manifest)),
    outputClass: manifest.outputClass,
    consent,
    risk,
    log,
  }
}
