import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { ioError, PerdeError, systemCode } from '../../errors.ts'
import { ulid } from '../../evidence/ulid.ts'
import { syncFolder } from '../../io/lake/staging.ts'
import { openPiece, sealPiece } from './sealed-piece.ts'

/**
 * The one place where the steps of a run meet. Every piece is whole or not there, and the first that is put under a name
 * stays: a task that runs twice, at once or again, does no harm. What tells of people is sealed under the run's key.
 */
export interface RunFolder {
  readonly dir: string
  path(...names: string[]): string
  has(name: string): boolean
  /** Gives false where the name is taken. Throws IO_FAILED. */
  put(name: string, bytes: Uint8Array | string): boolean
  /** the same for a file that was written elsewhere in the folder; its other name stays */
  putFile(name: string, path: string): boolean
  /** undefined: there is none */
  get(name: string): Buffer | undefined
}

/** Makes the folder of a new run, for its owner alone. Throws OUTPUT_EXISTS where something is in it. */
export function createRunFolder(dir: string): RunFolder {
  calling('making the folder of the run', () => mkdirSync(dir, { recursive: true, mode: 0o700 }))
  if (calling('looking at the folder of the run', () => readdirSync(dir)).length > 0)
    throw new PerdeError('OUTPUT_EXISTS', 'the folder of the run holds something already', {
      where: { part: dir },
      hints: ['every run has a folder of its own: name another with --run DIR'],
    })
  return runFolder(dir)
}

export function runFolder(dir: string): RunFolder {
  const path = (...names: string[]) => join(dir, ...names)
  const link = (name: string, from: string) => {
    const to = path(name)
    return calling('putting a piece of the run', () => {
      mkdirSync(dirname(to), { recursive: true, mode: 0o700 })
      try {
        // A link is there or not, at once, and takes no name that is taken, on network file systems too.
        linkSync(from, to)
      } catch (e) {
        if (systemCode(e) === 'EEXIST') return false
        throw e
      }
      syncFolder(dirname(to))
      return true
    })
  }
  return {
    dir,
    path,
    has: (name) => existsSync(path(name)),
    put(name, bytes) {
      const own = path(`.${ulid()}`)
      try {
        calling('writing a piece of the run', () => writeWhole(own, bytes))
        return link(name, own)
      } finally {
        rmSync(own, { force: true })
      }
    },
    putFile: link,
    get: (name) => {
      try {
        return readFileSync(path(name))
      } catch (e) {
        if (systemCode(e) === 'ENOENT') return undefined
        throw ioError(e, 'reading a piece of the run')
      }
    },
  }
}

/** Plain data, sealed. False: the name is taken. */
export function putSealed(folder: RunFolder, key: Uint8Array, name: string, value: unknown): boolean {
  return folder.put(name, sealPiece(key, name, value))
}

/** Undefined: there is none. Throws KEY_INVALID where it was sealed under another key or is not whole. */
export function getSealed(folder: RunFolder, key: Uint8Array, name: string): unknown {
  const sealed = folder.get(name)
  return sealed && openPiece(key, name, sealed, folder.path(name))
}

function writeWhole(path: string, bytes: Uint8Array | string): void {
  const whole = typeof bytes === 'string' ? Buffer.from(bytes) : bytes
  const fd = openSync(path, 'wx', 0o600)
  try {
    for (let done = 0; done < whole.length;) done += writeSync(fd, whole, done, whole.length - done)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

function calling<T>(doing: string, call: () => T): T {
  try {
    return call()
  } catch (e) {
    throw ioError(e, doing)
  }
}
