import { join } from 'node:path'
import { ioError, PerdeError } from '../../errors.ts'
import { readCheckpoint } from '../../evidence/log/checkpoint.ts'
import { readIfThere, replaceFile, systemFs } from '../../evidence/log/log-fs.ts'

// What this machine last signed and put into the store. The copy itself is made anew from the store at each opening, so an older
// state that somebody put back there would take the place of the newer one without a word. What came from the store is never
// remembered: nothing of it is verified yet.

const SEEN = 'seen-checkpoint'

/** Throws LOG_TAMPERED where the store has not, or not any more, what this machine put there. `files`: by their paths in the log. */
export function checkSeen(dir: string, files: ReadonlyMap<string, Buffer>, entries: number): void {
  const seen = readSeen(dir)
  if (seen === undefined) return
  const { size } = readCheckpoint(seen.toString())
  const kept = files.get(`checkpoints/${String(size).padStart(8, '0')}`)
  if (entries >= size && kept?.equals(seen)) return
  throw new PerdeError(
    'LOG_TAMPERED',
    entries < size
      ? `the log in the store has ${entries} entries, and had ${size} when this machine last wrote to it: it was put back`
      : `the log in the store is not the one whose first ${size} entries this machine signed`,
    {
      where: { part: join(dir, SEEN) },
      hints: [
        'nothing was changed; compare it with a copy or an older checkpoint of your own',
        'if a new log was begun at this address on purpose, remove the file that is named here',
      ],
    },
  )
}

/** Remembers the checkpoint of the copy, once the store has it with all that it covers. */
export function rememberSigned(dir: string): void {
  try {
    const head = readIfThere(systemFs, join(dir, 'checkpoint'))
    if (head && readSeen(dir)?.equals(head) !== true) replaceFile(systemFs, join(dir, SEEN), head, 0o600)
  } catch (e) {
    throw ioError(e, 'remembering how far the log in the store was')
  }
}

function readSeen(dir: string): Buffer | undefined {
  try {
    return readIfThere(systemFs, join(dir, SEEN))
  } catch (e) {
    throw ioError(e, 'reading how far the log in the store was')
  }
}
