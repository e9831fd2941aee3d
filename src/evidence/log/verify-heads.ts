import { basename } from 'node:path'
import { PerdeError } from '../../errors.ts'
import { openCheckpoint, readCheckpoint } from './checkpoint.ts'
import type { Checkpoint } from './checkpoint.ts'
import { keyFor } from './key-periods.ts'
import type { KeyPeriod } from './key-periods.ts'
import { readIfThere } from './log-fs.ts'
import type { LogFs, LogPaths } from './log-fs.ts'
import type { LogMoment } from './log-moment.ts'
import type { Problems } from './log-report.ts'
import type { LineChecks } from './verify-lines.ts'

/** The kept checkpoint of a size, if it is signed with the log's key of that time; else a problem. */
export function readHead(
  fs: LogFs,
  paths: LogPaths,
  size: number,
  lines: LineChecks,
  report: Problems,
): Checkpoint | undefined {
  const key = keyFor(lines.keys, size)
  // The first entry, which names the key, is unreadable, and that is told already.
  if (!key) return undefined
  const note = readIfThere(fs, paths.checkpointOf(size))
  try {
    const head = openCheckpoint(note ?? '', [key], lines.origin)
    if (head.size === size) return head
    report.error('CHECKPOINT', `the kept checkpoint ${size} is of another size`)
  } catch (cause) {
    if (!(cause instanceof PerdeError)) throw cause
    report.error('CHECKPOINT', `the kept checkpoint ${size} does not hold: ${cause.message}`)
  }
  return undefined
}

/** The file `checkpoint` must be the last one kept, or, after a crash between the two, the one before. */
export function checkCurrent(
  fs: LogFs,
  paths: LogPaths,
  { current, sizes, keyFiles }: LogMoment,
  unused: boolean,
  report: Problems,
): void {
  const size = current && sizeOf(current)
  const kept = size === undefined ? undefined : readIfThere(fs, paths.checkpointOf(size))
  if (sizes.length === 0) {
    // The file of the first key is the last thing made: without it the log was never ready, and nothing signed is gone.
    const ready = !unused || current !== undefined || keyFiles.has(basename(paths.vkeyOf(1)))
    if (ready) report.error('CHECKPOINT', 'the kept checkpoints are gone')
    else report.warning('CHECKPOINT', 'the log was never finished being made, and is not signed')
  } else if (current === undefined) {
    if (sizes.length > 1) report.error('CHECKPOINT', 'the file checkpoint is missing')
    else report.warning('CHECKPOINT', 'the file checkpoint is not there yet')
  } else if (!kept?.equals(current)) report.error('CHECKPOINT', 'the file checkpoint is none of the kept ones')
  else if (size === sizes.at(-2)) {
    // A writer was between the two: it is told only where it stays so.
    if (readIfThere(fs, paths.checkpoint)?.equals(current))
      report.warning('CHECKPOINT', 'the file checkpoint is one behind the last one kept')
  } else if (size !== sizes.at(-1)) report.error('CHECKPOINT', 'the file checkpoint was put back to an older one')
}

/** The files `keys/<n>.vkey` must say what the entries say. */
export function checkKeyFiles(
  fs: LogFs,
  paths: LogPaths,
  { keyFiles }: LogMoment,
  keys: readonly KeyPeriod[],
  report: Problems,
): void {
  for (const [i, { key }] of keys.entries()) {
    const file = readIfThere(fs, paths.vkeyOf(i + 1))
    if (file === undefined) report.warning('KEY', `the file of public key ${i + 1} is missing`)
    else if (file.toString() !== `${key.vkey}\n`)
      report.error('KEY', `the file of public key ${i + 1} is not what the entries say`)
  }
  if (keys.length > 0 && keyFiles.has(basename(paths.vkeyOf(keys.length + 1))))
    report.error('KEY', 'there is a public key that no entry names')
}

function sizeOf(note: Buffer): number | undefined {
  try {
    return readCheckpoint(note).size
  } catch (cause) {
    if (cause instanceof PerdeError) return undefined
    throw cause
  }
}
