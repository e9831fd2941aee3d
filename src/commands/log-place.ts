import { resolve } from 'node:path'

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
