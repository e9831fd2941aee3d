import { lstatSync, mkdirSync, readdirSync, rmSync, statfsSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { ioError, PerdeError, systemCode } from '../../errors.ts'
import { takeLock } from '../../evidence/log/lock.ts'
import { systemFs } from '../../evidence/log/log-fs.ts'
import { ulid } from '../../evidence/ulid.ts'

/** A folder that only this user may enter, for as long as one command runs. */
export interface PrivatePlace {
  dir: string
  /** what is in it is gone; may be called again, also while the process exits */
  destroy(): void
}

/** Names the folder in which private places are made. */
export const PRIVATE = 'PERDE_PRIVATE'

/**
 * Makes a private place for about so many bytes: in the folder that PERDE_PRIVATE names, else in memory (/dev/shm), where
 * nothing of it comes to a disk unless the machine swaps, else in the folder for temporary files. Places of processes that
 * were killed are removed first: a lock beside each names its process. Throws NO_SPACE, USAGE, IO_FAILED.
 */
export function openPrivatePlace(env: NodeJS.ProcessEnv, bytes: number): PrivatePlace {
  const base = baseOf(env)
  removeLeftPlaces(env)
  const { bavail, bsize } = statfsSync(base)
  if (bavail * bsize < bytes)
    throw new PerdeError('NO_SPACE', 'the copy that is handed out does not fit into the private place', {
      where: { part: base },
      hints: [`name a folder with more room, which is not backed up: ${PRIVATE}=DIR`],
      facts: { bytes },
    })
  const dir = join(base, `${PREFIX}${ulid()}`)
  try {
    const lock = takeLock(systemFs, `${dir}${LOCK}`)
    mkdirSync(dir, { mode: 0o700 })
    return {
      dir,
      destroy() {
        rmSync(dir, { recursive: true, force: true })
        lock.release()
      },
    }
  } catch (e) {
    throw ioError(e, 'making a private place', { part: dir })
  }
}

const PREFIX = 'perde-use-'
const LOCK = '.lock'

function baseOf(env: NodeJS.ProcessEnv): string {
  const named = env[PRIVATE]
  if (named === undefined || named === '') return isFolder('/dev/shm') ? '/dev/shm' : tmpdir()
  if (isAbsolute(named) && isFolder(named)) return named
  throw new PerdeError('USAGE', `${PRIVATE} names no folder`, {
    hints: ['give an absolute path of a folder, or leave it out: then it is in memory'],
  })
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

/**
 * What commands left that were killed: nobody can ask them to tidy up, so the next one does, also one that needs no place or
 * that destroys the release. Throws USAGE.
 */
export function removeLeftPlaces(env: NodeJS.ProcessEnv): void {
  const base = baseOf(env)
  for (const name of readdirSync(base)) {
    if (!OWN.test(name)) continue
    const dir = join(base, name)
    const stat = lstatSync(dir, { throwIfNoEntry: false })
    if (!stat?.isDirectory() || (process.getuid && stat.uid !== process.getuid())) continue
    try {
      const lock = takeLock(systemFs, `${dir}${LOCK}`)
      rmSync(dir, { recursive: true, force: true })
      lock.release()
    } catch (e) {
      // Its process lives, or the next one tries again.
      if (!(e instanceof PerdeError && e.code === 'LOG_LOCKED') && systemCode(e) === undefined) throw e
    }
  }
}

const OWN = /^perde-use-[0-7][0-9A-HJKMNP-TV-Z]{25}$/
