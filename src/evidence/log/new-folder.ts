import { existsSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { PerdeError, ioError, systemCode } from '../../errors.ts'
import { makeDirectory, syncDirectory, systemFs, withFile, writeAll } from './log-fs.ts'
import { ulid } from '../ulid.ts'
import { takeLock, type Lock } from './lock.ts'
import type { TileFile } from './tiles.ts'

/** Throws OUTPUT_EXISTS where something stands at that name. */
export function checkNewFolder(dir: string): void {
  if (existsSync(dir)) throw exists(dir)
}

/**
 * Writes files into a folder that is not there yet: all of them, durable, or none. Gives their number. What a killed command
 * left beside it goes. Throws OUTPUT_EXISTS where something stands at that name, OUTPUT_LOCKED where another command
 * writes there.
 */
export function writeNewFolder(dir: string, files: Iterable<TileFile>): number {
  const lock = lockFolder(dir)
  try {
    return writeLocked(dir, files)
  } finally {
    lock.release()
  }
}

function lockFolder(dir: string): Lock {
  try {
    systemFs.mkdirSync(dirname(dir), { recursive: true })
    return takeLock(systemFs, join(dirname(dir), `.${basename(dir)}.perde-lock`))
  } catch (cause) {
    if (cause instanceof PerdeError && cause.code === 'LOG_LOCKED')
      throw new PerdeError('OUTPUT_LOCKED', 'another command is writing to this place', {
        where: { part: dir },
        retryable: true,
        hints: ['wait until it ends and run again'],
      })
    throw ioError(cause, 'making a folder', { part: dir })
  }
}

/** Under the lock nobody else has one. */
function removeLeftovers(dir: string): void {
  const prefix = `.${basename(dir)}.perde-`
  for (const name of systemFs.readdirSync(dirname(dir)))
    if (name.startsWith(prefix) && /^[0-9A-HJKMNP-TV-Z]{26}$/.test(name.slice(prefix.length)))
      rmSync(join(dirname(dir), name), { recursive: true, force: true })
}

function writeLocked(dir: string, files: Iterable<TileFile>): number {
  checkNewFolder(dir)
  const staging = join(dirname(dir), `.${basename(dir)}.perde-${ulid()}`)
  try {
    removeLeftovers(dir)
    systemFs.mkdirSync(staging, 0o700)
  } catch (cause) {
    throw ioError(cause, 'making a folder', { part: staging })
  }
  try {
    let count = 0
    for (const { path, bytes } of files) {
      const file = join(staging, path)
      makeDirectory(systemFs, dirname(file))
      withFile(systemFs, file, 'wx', 0o644, (fd) => {
        writeAll(systemFs, fd, bytes, 0)
        systemFs.fsyncSync(fd)
      })
      count += 1
    }
    // A folder can be renamed over an empty one, and over nothing else.
    systemFs.renameSync(staging, dir)
    syncDirectory(systemFs, dirname(dir))
    return count
  } catch (cause) {
    rmSync(staging, { recursive: true, force: true })
    if (['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(systemCode(cause) ?? '')) throw exists(dir)
    throw systemCode(cause) === undefined ? cause : ioError(cause, 'writing a folder', { part: dir })
  }
}

function exists(part: string): PerdeError {
  return new PerdeError('OUTPUT_EXISTS', 'something is at this place already', {
    where: { part },
    hints: ['name a folder that is not there yet'],
  })
}
