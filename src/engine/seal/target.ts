import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { ioError, PerdeError } from '../../errors.ts'
import { systemFs } from '../../evidence/log/log-fs.ts'
import { takeLock, type Lock } from '../../evidence/log/lock.ts'
import { releaseAt } from '../../io/lake/release-form.ts'

/** Two runs into one place: the second fails at once instead of at its end. */
export function lockTarget(target: string): Lock {
  try {
    mkdirSync(dirname(target), { recursive: true })
    return takeLock(systemFs, join(dirname(target), `.${basename(target)}.perde-lock`))
  } catch (e) {
    if (e instanceof PerdeError && e.code === 'LOG_LOCKED')
      throw new PerdeError('OUTPUT_LOCKED', 'another run is writing to this output path', {
        where: { part: target },
        retryable: true,
        hints: ['wait until it ends and run again'],
      })
    throw ioError(e, 'making the folder of the output', { part: target })
  }
}

/**
 * Staging folders of runs that died before their commit, and what is left of releases that were replaced; under the
 * lock nobody else has one. A staged release that is whole was committed, perhaps in another log, whose next command
 * publishes it, and `kept` is to be gone on with; a replaced one is the only one left until a whole one stands in its place.
 */
export function removeLeftovers(target: string, kept?: string): void {
  const prefix = `.${basename(target)}.perde-`
  const folder = dirname(target)
  if (!existsSync(folder)) return
  const whole = releaseAt(target) !== undefined
  for (const name of readdirSync(folder)) {
    const kind = name.startsWith(prefix) ? /^(old-)?[0-9A-HJKMNP-TV-Z]{26}$/.exec(name.slice(prefix.length)) : null
    if (!kind) continue
    const path = join(folder, name)
    if (path === kept) continue
    if (kind[1] === undefined ? releaseAt(path) === undefined : whole) rmSync(path, { recursive: true, force: true })
  }
}
