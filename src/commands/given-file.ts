import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { ioError, PerdeError, systemCode } from '../errors.ts'

/** A file that an option names. `doing`: what is done with it, for the error. Throws IO_FAILED. */
export function readGiven(file: string, cwd: string, doing: string): Buffer {
  try {
    return readFileSync(resolve(cwd, file))
  } catch (cause) {
    throw ioError(cause, doing, { part: file })
  }
}

/**
 * Writes a file that is not there yet, all of it or none; `mode`: 0o600 for what is about a person. Throws OUTPUT_EXISTS,
 * IO_FAILED.
 */
export function writeNew(path: string, content: string | Uint8Array, doing: string, shown: string, mode = 0o666): void {
  let fd: number | undefined
  try {
    fd = openSync(path, 'wx', mode)
    writeFileSync(fd, content)
    closeSync(fd)
  } catch (cause) {
    if (fd === undefined && systemCode(cause) === 'EEXIST')
      throw new PerdeError('OUTPUT_EXISTS', 'the file is already there', {
        where: { part: shown },
        hints: ['name another file, or remove this one, where a command that was killed left it'],
      })
    if (fd !== undefined) rmSync(path, { force: true })
    throw ioError(cause, doing, { part: shown })
  }
}
