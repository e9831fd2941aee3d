import { PerdeError } from '../../errors.ts'
import { readCheckpoint } from './checkpoint.ts'
import type { Checkpoint } from './checkpoint.ts'
import { listIfThere, readIfThere } from './log-fs.ts'
import type { LogFs, LogPaths } from './log-fs.ts'

/** Sizes of the checkpoints kept, ascending. */
export function storedSizes(fs: LogFs, paths: LogPaths): number[] {
  const names = listIfThere(fs, paths.checkpoints).filter((name) => /^([0-9]{8}|[1-9][0-9]{8,})$/.test(name))
  return names.map(Number).sort((a, b) => a - b)
}

export interface SignedHead extends Checkpoint {
  note: string
  /** the file `checkpoint` is older than the last one kept, or not there: a crash came between the two */
  behind: boolean
}

/** The last checkpoint that was signed, its signature not yet looked at. Undefined before the first. */
export function signedHead(fs: LogFs, paths: LogPaths): SignedHead | undefined {
  const last = storedSizes(fs, paths).at(-1)
  const current = readIfThere(fs, paths.checkpoint)
  if (last === undefined) {
    if (current === undefined) return undefined
    throw new PerdeError('LOG_TAMPERED', 'the kept checkpoints of the log are gone')
  }
  const note = readIfThere(fs, paths.checkpointOf(last))!
  const head = readOwn(note)
  if (head.size !== last) throw new PerdeError('LOG_TAMPERED', 'a kept checkpoint is not of the size it is named after')
  const size = current === undefined ? -1 : readOwn(current).size
  if (size > last || (size === last && !current?.equals(note)))
    throw new PerdeError('LOG_TAMPERED', 'the checkpoint of the log is not the last one kept')
  return { ...head, note: note.toString(), behind: size < last }
}

function readOwn(note: Buffer): Checkpoint {
  try {
    return readCheckpoint(note)
  } catch (cause) {
    throw new PerdeError('LOG_TAMPERED', 'a checkpoint of the log cannot be read', { cause })
  }
}
