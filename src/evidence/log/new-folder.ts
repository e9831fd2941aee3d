import { existsSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PerdeError, ioError, systemCode } from '../../errors.ts'
import { makeDirectory, syncDirectory, systemFs, withFile, writeAll } from './log-fs.ts'
import type { TileFile } from './tiles.ts'

/** Throws OUTPUT_EXISTS where something stands at that name, or is being written. */
export function checkNewFolder(dir: string): void {
  if (existsSync(dir)) throw exists(dir)
  if (existsSync(stagingOf(dir))) throw left(stagingOf(dir))
}

/**
 * Writes files into a folder that is not there yet: all of them, durable, or none. Gives their number. Throws
 * OUTPUT_EXISTS where something stands at that name.
 */
export function writeNewFolder(dir: string, files: Iterable<TileFile>): number {
  const staging = stagingOf(dir)
  try {
    systemFs.mkdirSync(dirname(dir), { recursive: true })
    systemFs.mkdirSync(staging, 0o700)
  } catch (cause) {
    throw systemCode(cause) === 'EEXIST' ? left(staging) : ioError(cause, 'making a folder', { part: staging })
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

const stagingOf = (dir: string) => `${dir}.part`

/** Of another command that is at it, or of one that was killed: nobody can tell. */
function left(part: string): PerdeError {
  return new PerdeError(
    'OUTPUT_EXISTS',
    'a folder of this name is being made, or one that was killed left it half-made',
    {
      where: { part },
      hints: ['if no other command makes it, remove this folder and run again'],
    },
  )
}

function exists(part: string): PerdeError {
  return new PerdeError('OUTPUT_EXISTS', 'something is at this place already', {
    where: { part },
    hints: ['name a folder that is not there yet'],
  })
}
