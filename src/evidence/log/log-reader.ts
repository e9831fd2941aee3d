import { PerdeError } from '../../errors.ts'
import { openCheckpoint } from './checkpoint.ts'
import { MAX_ENTRY_BYTES, readEntry } from './entry.ts'
import type { Entry, EntryType } from './entry-schemas.ts'
import { leafHashes } from './leaf-hashes.ts'
import { readState } from './log-state.ts'
import { linesOf } from './lines.ts'
import { logPaths, systemFs, withFile } from './log-fs.ts'
import { tamperedAt } from './log-opening.ts'
import { keyFor, withEntry } from './key-periods.ts'
import type { KeyPeriod } from './key-periods.ts'
import { leafHash } from './merkle.ts'
import { consistencyProof, inclusionProof, rootOf } from './merkle-proof.ts'
import { signedHead } from './stored-checkpoints.ts'

export interface EntryFilter {
  type?: EntryType
  /** ULID of a command */
  run?: string
  /** first and last index, both included */
  first?: number
  last?: number
}

/**
 * The entries of a log one by one, in memory that does not depend on its size. Checks their form, not the log: see
 * `verifyLog`. Stops before a line that a crash cut short; throws LOG_INVALID, with the line, at one that is no entry.
 * Behind the last checkpoint only what the log's key stands for is given: LOG_TAMPERED where somebody else wrote there.
 */
export function* readEntries(dir: string, filter: EntryFilter = {}): Generator<Entry> {
  const { type, run, first = 0, last = Infinity } = filter
  const paths = logPaths(dir)
  const signed = signedHead(systemFs, paths)?.size ?? 0
  let vouched = false
  for (const { index, bytes, complete } of linesOf(systemFs, paths.entries)) {
    if (index > last || !complete) return
    if (index < first) continue
    if (index >= signed && !vouched) {
      checkBehind(dir)
      vouched = true
    }
    const read = readEntry(bytes)
    if ('fault' in read)
      throw new PerdeError('LOG_INVALID', read.fault.message, { where: { part: dir, line: index + 1 } })
    const { entry } = read
    if ((type === undefined || entry.type === type) && (run === undefined || entry.run === run)) yield entry
  }
}

/** Holds where the entries behind the last checkpoint are the writer's. One that writes meanwhile may be met between two steps. */
function checkBehind(dir: string, tries = 5): void {
  const paths = logPaths(dir)
  const head = signedHead(systemFs, paths)
  try {
    withFile(systemFs, paths.entries, 'r', 0, (fd) => readState(systemFs, paths, fd, head))
  } catch (cause) {
    if (tries > 1 && signedHead(systemFs, paths)?.size !== head?.size) return checkBehind(dir, tries - 1)
    throw tamperedAt(dir, cause)
  }
}

/** A log, or what stands for it, from which entries can be proven. */
export interface ProofSource {
  readonly origin: string
  /** public key of the checkpoint */
  readonly vkey: string
  /** the text of the last checkpoint */
  checkpoint(): string
  /** the bytes of an entry, without newline */
  line(index: number): Buffer
  /** in the tree of the last checkpoint */
  inclusionProof(index: number): Buffer[]
}

/** A log at its last checkpoint, for proofs. Holds 40 bytes an entry; needs no lock. */
export interface SignedLog extends ProofSource {
  readonly size: number
  consistencyProof(from: number): Buffer[]
}

/** Throws LOG_INVALID or LOG_TAMPERED where the entries are not what the last checkpoint covers. */
export function openSignedLog(dir: string): SignedLog {
  const paths = logPaths(dir)
  const head = signedHead(systemFs, paths)
  if (!head) throw new PerdeError('LOG_INVALID', 'there is no signed log in this folder', { where: { part: dir } })
  const { origin, size, note } = head
  const leaves = leafHashes()
  const starts: number[] = []
  let keys: readonly KeyPeriod[] = []
  for (const { index, offset, bytes, complete } of linesOf(systemFs, paths.entries)) {
    if (index >= size || !complete) break
    leaves.push(leafHash(bytes))
    starts.push(offset)
    const read = readEntry(bytes)
    keys = ('entry' in read && withEntry(keys, read.entry)) || keys
  }
  const key = keyFor(keys, size)
  openCheckpoint(note, key ? [key] : [], origin)
  if (leaves.size < size || !key || !rootOf((i) => leaves.at(i), 0, size).equals(head.root))
    throw new PerdeError('LOG_TAMPERED', 'the log is not what its checkpoint covers', { where: { part: dir } })
  return {
    origin,
    size,
    vkey: key.vkey,
    checkpoint: () => note,
    line: (index) => lineAt(paths.entries, starts[index]),
    inclusionProof: (index) => inclusionProof((i) => leaves.at(i), index, size),
    consistencyProof: (from) => consistencyProof((i) => leaves.at(i), from, size),
  }
}

function lineAt(file: string, start: number | undefined): Buffer {
  if (start === undefined) throw new RangeError('entry is outside the log')
  return withFile(systemFs, file, 'r', 0, (fd) => {
    const bytes = Buffer.alloc(MAX_ENTRY_BYTES + 1)
    const count = systemFs.readSync(fd, bytes, 0, bytes.length, start)
    return bytes.subarray(0, bytes.subarray(0, count).indexOf(0x0a))
  })
}
