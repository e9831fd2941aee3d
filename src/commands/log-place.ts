import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { openStoredLog, readStoredLog, readStoredLogIfThere } from '../engine/log/stored-log.ts'
import { isObjects } from '../engine/read/address.ts'
import { folderNamed, LOG_ADDRESSES, refuseAddress } from '../engine/read/folder-named.ts'
import { PerdeError } from '../errors.ts'
import { logPaths } from '../evidence/log/log-fs.ts'

/**
 * Folder or address of the log: `--log`, else PERDE_LOG, else the policy's `audit.log`, else ./perde-log. Never a pointer inside a
 * release. Throws USAGE for an address of another store.
 */
export function logPlace(
  option: string | undefined,
  env: NodeJS.ProcessEnv,
  cwd: string,
  policy?: { log: string | undefined; baseDir: string },
): string {
  const named = (log: string, folder: string) =>
    isObjects(log) ? log : folderNamed(log, folder, 'the log', LOG_ADDRESSES)
  if (option !== undefined) return named(option, cwd)
  if (env['PERDE_LOG']) return named(env['PERDE_LOG'], cwd)
  if (policy?.log !== undefined) return named(policy.log, policy.baseDir)
  return resolve(cwd, 'perde-log')
}

/** A log where a command writes to it: its folder, or the copy of one that is kept in a store. */
export interface WrittenLog {
  dir: string
  pushLog?: () => Promise<void>
}

/** Opens a log for as long as something is done with it, and at the end brings to a store what was appended. */
export async function writingLog<T>(
  place: string,
  env: NodeJS.ProcessEnv,
  use: (log: WrittenLog) => Promise<T>,
): Promise<T> {
  if (!isObjects(place)) return use({ dir: place })
  const stored = await openStoredLog(place, copiesFolder(env))
  let result: T
  try {
    result = await use({ dir: stored.dir, pushLog: stored.push })
  } catch (e) {
    // The first failure is the one to report.
    await stored.close().catch(() => undefined)
    throw e
  }
  await stored.close()
  return result
}

/** The same for commands that only read: of a log in a store they get a copy of their own. */
export async function readingLog<T>(place: string, use: (dir: string) => Promise<T>): Promise<T> {
  if (!isObjects(place)) return use(place)
  const copy = await readStoredLog(place)
  try {
    return await use(copy.dir)
  } finally {
    copy.close()
  }
}

/** Where a machine keeps its copies of logs, and the keys that they are signed with. */
function copiesFolder(env: NodeJS.ProcessEnv): string {
  return resolve(env['XDG_STATE_HOME'] || join(env['HOME'] || homedir(), '.local', 'state'), 'perde', 'logs')
}

/** For commands that need a log in a folder: it is there, or LOG_INVALID says how to name one. */
export function existingLog(option: string | undefined, env: NodeJS.ProcessEnv, cwd: string): string {
  const dir = logPlace(option, env, cwd)
  checkLogFolder(dir)
  return there(dir, option, env)
}

/** Throws USAGE for the address of a log in a store, whichever. */
export function checkLogFolder(log: string): void {
  if (isObjects(log))
    throw new PerdeError('USAGE', 'this command takes a log in a folder, not in a store', {
      where: { part: log },
      hints: ['the other commands that take a log take one in a store: only this one and the library do not'],
    })
  refuseAddress(log, 'the log')
}

/**
 * For commands that can do without a log: the one that is named, or the usual one, or the policy's, if it is there. Throws
 * LOG_INVALID where one is named that is not there: in a folder at once.
 */
export function logAtHand(
  option: string | undefined,
  { env, cwd }: { env: NodeJS.ProcessEnv; cwd: string },
  policy?: { log: string | undefined; baseDir: string },
): <T>(use: (dir: string) => Promise<T>) => Promise<T | undefined> {
  const place = logPlace(option, env, cwd, policy)
  if (!isObjects(place) && !existsSync(place)) {
    if (option !== undefined) there(place, option, env)
    return () => Promise.resolve(undefined)
  }
  if (option !== undefined || !isObjects(place)) return (use) => readingLog(place, use)
  return async (use) => {
    const copy = await readStoredLogIfThere(place)
    try {
      return copy && (await use(copy.dir))
    } finally {
      copy?.close()
    }
  }
}

/** The same for commands that read a log wherever it is kept. */
export function readingExistingLog<T>(
  option: string | undefined,
  { env, cwd }: { env: NodeJS.ProcessEnv; cwd: string },
  use: (dir: string) => Promise<T>,
): Promise<T> {
  const place = logPlace(option, env, cwd)
  return readingLog(isObjects(place) ? place : there(place, option, env), use)
}

/** The same for commands that append to one: of a log in a store to the copy, which is pushed at the end. */
export function writingExistingLog<T>(
  option: string | undefined,
  { env, cwd }: { env: NodeJS.ProcessEnv; cwd: string },
  use: (log: WrittenLog) => Promise<T>,
): Promise<T> {
  const place = logPlace(option, env, cwd)
  if (!isObjects(place)) return use({ dir: there(place, option, env) })
  return writingLog(place, env, (log) => {
    if (!existsSync(logPaths(log.dir).entries)) throw noLog(place, 'there is no log at this address', option, env)
    return use(log)
  })
}

function there(dir: string, option: string | undefined, env: NodeJS.ProcessEnv): string {
  if (existsSync(dir)) return dir
  throw noLog(dir, 'there is no log in this folder', option, env)
}

function noLog(part: string, message: string, option: string | undefined, env: NodeJS.ProcessEnv): PerdeError {
  return new PerdeError('LOG_INVALID', message, {
    where: { part },
    hints: [
      option === undefined && !env['PERDE_LOG']
        ? 'name the log with --log DIR, or in the environment variable PERDE_LOG'
        : 'is the folder or address of --log, or of PERDE_LOG, the right one?',
    ],
  })
}
