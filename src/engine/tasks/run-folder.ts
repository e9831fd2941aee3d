import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname, join, relative } from 'node:path'
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
  /** a folder of pieces, by their names below the run's, all at once */
  putFolder(name: string, pieces: ReadonlyMap<string, Uint8Array>): boolean
  /** what killed steps were writing; only where no step is at work any more */
  removeLeft(): void
  /** undefined: there is none */
  get(name: string): Buffer | undefined
}

/**
 * The folder of a run, made for its owner alone where there is none. What a killed first step left there is in nobody's way.
 * Throws OUTPUT_EXISTS where something else is in it and no run has begun.
 */
export function createRunFolder(dir: string): RunFolder {
  calling('making the folder of the run', () => mkdirSync(dir, { recursive: true, mode: 0o700 }))
  const names = calling('looking at the folder of the run', () => readdirSync(dir))
  if (!names.includes(STATE) && !names.includes(RUN_FILE) && !names.every(isLeft))
    throw new PerdeError('OUTPUT_EXISTS', 'the folder of the run holds something already', {
      where: { part: dir },
      hints: ['every run has a folder of its own: name another with --run DIR'],
    })
  return runFolder(dir)
}

/** What says of a run to people, and to its later steps, how it was begun. */
export const RUN_FILE = 'run.json'

/** The folder of what all steps share. It is there as soon as a run has begun, and goes with its publish. */
export const STATE = 'state'

/** Is it what a step was writing when it was killed? */
function isLeft(name: string): boolean {
  return /^\.[0-9A-HJKMNP-TV-Z]{26}$/.test(name)
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
    putFolder(name, pieces) {
      const own = path(`.${ulid()}`)
      try {
        return calling('writing a piece of the run', () => {
          mkdirSync(own, { mode: 0o700 })
          for (const [piece, bytes] of pieces) writeWhole(join(own, relative(name, piece)), bytes)
          syncFolder(own)
          try {
            // A folder can be renamed over an empty one, and over nothing else.
            renameSync(own, path(name))
          } catch (e) {
            if (['ENOTEMPTY', 'EEXIST'].includes(systemCode(e) ?? '')) return false
            throw e
          }
          syncFolder(dir)
          return true
        })
      } finally {
        rmSync(own, { recursive: true, force: true })
      }
    },
    removeLeft: () => {
      for (const name of readdirSync(dir).filter(isLeft)) rmSync(path(name), { recursive: true, force: true })
    },
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
