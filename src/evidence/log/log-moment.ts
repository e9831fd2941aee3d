import { PerdeError } from '../../errors.ts'
import { listIfThere, openIfThere, readIfThere } from './log-fs.ts'
import type { LogFs, LogPaths } from './log-fs.ts'
import { storedSizes } from './stored-checkpoints.ts'

/**
 * What stood in a log at one moment, for who reads it while others write: everything up to here is there for good, and what
 * comes later is left to the next reader.
 */
export interface LogMoment {
  /** the file `checkpoint` */
  current: Buffer | undefined
  /** sizes of the checkpoints kept, ascending */
  sizes: readonly number[]
  /** names of the files of public keys */
  keyFiles: ReadonlySet<string>
  /** bytes of entries.jsonl */
  entries: number
  /** bytes of the recorded leaf hashes */
  leaves: number
  /** signatures of states behind the last checkpoint */
  tail: Buffer | undefined
}

/** A writer that signs so often is none. */
const MOST_LOOKS = 1000

/**
 * Looks until no checkpoint was published meanwhile: the writer takes signatures out of the tail only behind one. What is
 * made first is looked at last: signatures, entries, leaf hashes, kept checkpoint, checkpoint, keys. Throws LOG_LOCKED.
 */
export function momentOf(fs: LogFs, paths: LogPaths): LogMoment {
  let current = readIfThere(fs, paths.checkpoint)
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    const keyFiles = new Set(listIfThere(fs, paths.keys))
    const sizes = storedSizes(fs, paths)
    const leaves = bytesOf(fs, paths.leaves)
    const entries = bytesOf(fs, paths.entries)
    const tail = readIfThere(fs, paths.tail)
    const now = readIfThere(fs, paths.checkpoint)
    if (current === undefined ? now === undefined : now?.equals(current))
      return { current, sizes, keyFiles, entries, leaves, tail }
    current = now
  }
  throw new PerdeError('LOG_LOCKED', 'the log is being written to all the time', { retryable: true })
}

/** Whether entries were written since. */
export function hasGrown(fs: LogFs, paths: LogPaths, moment: LogMoment): boolean {
  return bytesOf(fs, paths.entries) > moment.entries
}

function bytesOf(fs: LogFs, file: string): number {
  const fd = openIfThere(fs, file)
  if (fd === undefined) return 0
  try {
    return fs.fstatSync(fd).size
  } finally {
    fs.closeSync(fd)
  }
}
