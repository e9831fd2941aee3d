import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { PerdeError } from '../errors.ts'
import { systemFs } from '../evidence/log/log-fs.ts'
import { takeLock, type Lock } from '../evidence/log/lock.ts'

/** Two runs into one place: the second fails at once instead of at its end. */
export function lockTarget(target: string): Lock {
  mkdirSync(dirname(target), { recursive: true })
  try {
    return takeLock(systemFs, join(dirname(target), `.${basename(target)}.perde-lock`))
  } catch (e) {
    if (e instanceof PerdeError && e.code === 'LOG_LOCKED')
      throw new PerdeError('OUTPUT_LOCKED', 'another run is writing to this output path', {
        where: { part: target },
        retryable: true,
        hints: ['wait until it ends and run again'],
      })
    throw e
  }
}

/** Staging folders of runs that died before their commit; under the lock nobody else has one. */
export function removeLeftovers(target: string): void {
  const prefix = `.${basename(target)}.perde-`
  if (!existsSync(dirname(target))) return
  for (const name of readdirSync(dirname(target)))
    if (name.startsWith(prefix) && /^[0-9A-Z]{26}$/.test(name.slice(prefix.length)))
      rmSync(join(dirname(target), name), { recursive: true, force: true })
}
