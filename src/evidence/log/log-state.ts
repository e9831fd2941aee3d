import { createHash } from 'node:crypto'
import { PerdeError } from '../../errors.ts'
import { openCheckpoint } from './checkpoint.ts'
import type { Entry } from './entry-schemas.ts'
import { readEntry } from './entry.ts'
import { keyFor, withEntry } from './key-periods.ts'
import type { KeyPeriod } from './key-periods.ts'
import { leafHashes } from './leaf-hashes.ts'
import type { LeafHashes } from './leaf-hashes.ts'
import { readLines } from './lines.ts'
import type { Line } from './lines.ts'
import { readIfThere } from './log-fs.ts'
import type { LogFs, LogPaths } from './log-fs.ts'
import { appendLeaf, emptyRange, leafHash, rangeRoot } from './merkle.ts'
import type { CompactRange } from './merkle.ts'
import type { SignedHead } from './stored-checkpoints.ts'
import { isVouched, NOT_VOUCHED } from './tail.ts'

/** What a writer knows of its log. */
export interface LogState {
  range: CompactRange
  leaves: LeafHashes
  /** byte offset behind each line */
  ends: number[]
  /** milliseconds since 1970 of the last entry */
  time: number
  /** of the first entry */
  origin?: string
  keys: readonly KeyPeriod[]
  signed?: SignedHead
  /** bytes behind the last newline: a write that a crash cut short */
  torn?: { bytes: number; sha256: string }
}

const KEY_ROTATE = Buffer.from('"type":"key.rotate"')

/**
 * Reads a log that is about to be written. Up to the signed size the root decides, and no line is parsed that need not
 * be; behind it each line must be a good entry, and the last state one that the writer signed before. Throws LOG_TAMPERED
 * where that does not hold: nothing is ever repaired below a signed size, and no complete line is ever dropped.
 */
export function readState(fs: LogFs, paths: LogPaths, fd: number, signed: SignedHead | undefined): LogState {
  const state: LogState = { range: emptyRange(), leaves: leafHashes(), ends: [], time: 0, keys: [] }
  if (signed) state.signed = signed
  const signedSize = signed?.size ?? 0
  for (const line of readLines(fs, fd)) {
    if (!line.complete) {
      state.torn = tornTail(fs, fd, line)
      break
    }
    if (line.tooLong) throw tampered('a line is too long', line)
    if (mustRead(line, signedSize)) takeEntry(state, line)
    const hash = leafHash(line.bytes)
    appendLeaf(state.range, hash)
    state.leaves.push(hash)
    state.ends.push(line.offset + line.length)
    if (state.range.size === signedSize && !rangeRoot(state.range).equals(signed!.root))
      throw tampered('the entries are not those that were signed')
  }
  if (state.range.size < signedSize) throw tampered(`the log has fewer entries than the ${signedSize} that were signed`)
  if (signed) checkSignature(state, signed)
  checkTail(fs, paths, state, signedSize)
  return state
}

function mustRead({ index, bytes }: Line, signedSize: number): boolean {
  return index === 0 || index >= signedSize - 1 || bytes.includes(KEY_ROTATE)
}

function takeEntry(state: LogState, line: Line): void {
  const read = readEntry(line.bytes)
  if ('fault' in read) throw tampered(read.fault.message, line)
  const entry: Entry = read.entry
  const time = Date.parse(entry.time)
  if (line.index === 0) state.origin = entry.log
  // A log gets its first checkpoint before anything else can be appended.
  if (!state.signed && entry.type !== 'log.open' && entry.type !== 'log.recovered')
    throw tampered('the checkpoints of the log are gone', line)
  if (entry.log !== state.origin) throw tampered('an entry is of another log', line)
  if (entry.seq !== line.index) throw tampered('an entry is not in its place', line)
  if (!(time >= state.time)) throw tampered('an entry is older than the one before it', line)
  const keys = withEntry(state.keys, entry)
  if (!keys || keys.length === 0) throw tampered('an entry names a key that the log does not have', line)
  state.keys = keys
  state.time = time
}

function checkSignature({ origin, keys }: LogState, { note, size }: SignedHead): void {
  const key = keyFor(keys, size)
  try {
    openCheckpoint(note, key ? [key] : [], origin)
  } catch (cause) {
    if (!(cause instanceof PerdeError)) throw cause
    throw new PerdeError('LOG_TAMPERED', 'the last checkpoint is not signed with the key of the log', { cause })
  }
}

function checkTail(fs: LogFs, paths: LogPaths, { origin, keys, range }: LogState, signedSize: number): void {
  if (origin === undefined || range.size === signedSize) return
  const state = { origin, size: range.size, root: rangeRoot(range) }
  if (!isVouched(readIfThere(fs, paths.tail), state, keys))
    throw new PerdeError('LOG_TAMPERED', NOT_VOUCHED, { where: { line: signedSize + 1 } })
}

function tornTail(fs: LogFs, fd: number, { offset, length }: Line): { bytes: number; sha256: string } {
  const hash = createHash('sha256')
  const chunk = Buffer.allocUnsafe(65_536)
  for (let done = 0; done < length;) {
    const count = fs.readSync(fd, chunk, 0, Math.min(chunk.length, length - done), offset + done)
    if (count === 0) break
    hash.update(chunk.subarray(0, count))
    done += count
  }
  return { bytes: length, sha256: hash.digest('hex') }
}

function tampered(message: string, line?: Line): PerdeError {
  return new PerdeError('LOG_TAMPERED', message, line ? { where: { line: line.index + 1 } } : {})
}
