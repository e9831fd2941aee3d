import { readFileSync, writeFileSync } from 'node:fs'
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

/** Writes a file that is not there yet; `mode`: 0o600 for what is about a person. Throws OUTPUT_EXISTS, IO_FAILED. */
export function writeNew(path: string, content: string | Uint8Array, doing: string, shown: string, mode = 0o666): void {
  try {
    writeFileSync(path, content, { flag: 'wx', mode })
  } catch (cause) {
    if (systemCode(cause) === 'EEXIST')
      throw new PerdeError('OUTPUT_EXISTS', 'the file is already there', { where: { part: shown } })
    throw ioError(cause, doing, { part: shown })
  }
}
