import { closeSync, constants, fstatSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { ioError, PerdeError, systemCode } from '../errors.ts'

/**
 * A file that an option names. `doing`: what is done with it, for the error. Throws USAGE for a pipe that has a name, at which it
 * would wait for whoever writes there, if ever, IO_FAILED.
 */
export function readGiven(file: string, cwd: string, doing: string): Buffer {
  const path = resolve(cwd, file)
  let fd: number | undefined
  try {
    // What a shell puts in the place of <(command) has its writer already.
    if (path.startsWith('/dev/')) return readFileSync(path)
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const found = fstatSync(fd)
    if (!found.isFile() && !found.isDirectory())
      throw new PerdeError('USAGE', 'this is no file', {
        where: { part: file },
        hints: ['name a file; where the option takes "-", standard input can be a pipe'],
      })
    return readFileSync(fd)
  } catch (cause) {
    throw cause instanceof PerdeError ? cause : ioError(cause, doing, { part: file })
  } finally {
    if (fd !== undefined) closeSync(fd)
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
