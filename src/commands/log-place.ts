import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { PerdeError } from '../errors.ts'

/** Folder of the log: `--log`, else PERDE_LOG, else the policy's `audit.log`, else ./perde-log. Never a pointer inside a release. */
export function logPlace(
  option: string | undefined,
  env: NodeJS.ProcessEnv,
  cwd: string,
  policy?: { log: string | undefined; baseDir: string },
): string {
  if (option !== undefined) return resolve(cwd, option)
  if (env['PERDE_LOG']) return resolve(cwd, env['PERDE_LOG'])
  if (policy?.log !== undefined) return resolve(policy.baseDir, policy.log)
  return resolve(cwd, 'perde-log')
}

/** The same for commands that only read: a log is there, or LOG_INVALID says how to name one. */
export function existingLog(option: string | undefined, env: NodeJS.ProcessEnv, cwd: string): string {
  const dir = logPlace(option, env, cwd)
  if (existsSync(dir)) return dir
  throw new PerdeError('LOG_INVALID', 'there is no log in this folder', {
    where: { part: dir },
    hints: [
      option === undefined && !env['PERDE_LOG']
        ? 'name the log with --log DIR, or in the environment variable PERDE_LOG'
        : 'is the folder of --log, or of PERDE_LOG, the right one?',
    ],
  })
}
