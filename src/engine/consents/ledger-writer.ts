import { createHash, type Hash } from 'node:crypto'
import { partsOf, type LineParts } from '../../consent/ledger/line.ts'
import { ioError, PerdeError } from '../../errors.ts'
import { makeDirectory, syncDirectory, systemFs, writeAll, type LogFs } from '../../evidence/log/log-fs.ts'
import { takeLock, type Lock } from '../../evidence/log/lock.ts'
import { IdSet } from './id-set.ts'
import { EMPTY_SHA256, readHead, tampered, writeHead, type LedgerHead } from './ledger-head.ts'
import { ledgerPlace, type LedgerPlace } from './ledger-place.ts'
import { scanLedger, type Scanned, type TakeLine } from './scan-ledger.ts'

/** Whose references a ledger holds. */
export interface LedgerIdentity {
  subjectType: string | null
  keyCheck: string
}

/**
 * Opens a consent ledger for writing, and makes it where there is none. One writer at a time; what an import that was
 * killed left behind the head is cut off.
 * @throws PerdeError what `check` throws, CONSENT_LEDGER_LOCKED, CONSENT_LEDGER_TAMPERED, CONSENT_LEDGER_INVALID (another type of subjects), KEY_INVALID
 */
export async function openLedgerWriter(
  path: string,
  shown: string,
  identity: LedgerIdentity,
  { fs = systemFs, sizes = [], check }: LedgerOpening = {},
): Promise<LedgerWriter> {
  const place = ledgerPlace(path)
  const { lock, made } = lockLedger(fs, place, shown)
  try {
    const there = readHead(place, shown, fs)
    const head = there ?? emptyHead(identity)
    checkIdentity(head, identity, shown)
    const ids = new IdSet()
    const seen = { known: 0, line: 0 }
    const hash = createHash('sha256')
    const take: TakeLine = (bytes, start, end) => {
      seen.line++
      const parts = partsOf(bytes, start, end)
      if (!parts) throw tampered('a line is no event', shown, seen.line)
      ids.add(identityOf(bytes, start, parts))
      seen.known = parts.known
      hash.update(bytes.subarray(start, end + 1))
    }
    const scanned = await scanLedger(place, head, shown, take, { sizes })
    check?.(head, scanned)
    const { first } = scanned
    return new LedgerWriter(fs, place, lock, {
      head,
      there: there !== undefined,
      made,
      ids,
      hash,
      first,
      known: seen.known,
      shown,
    })
  } catch (e) {
    lock.release()
    if (made) removeFolder(fs, place.folder)
    throw e instanceof PerdeError ? e : ioError(e, 'opening the consent ledger', { part: shown })
  }
}

export interface LedgerOpening {
  fs?: LogFs
  /** sizes of beginnings whose digests `check` wants */
  sizes?: readonly number[]
  /** hears of the ledger before anything is done to it, and throws where it is not to be added to */
  check?: ((head: LedgerHead, scanned: Scanned) => void) | undefined
}

interface Opened {
  head: LedgerHead
  /** a ledger stood there; else it is made, and what fails takes it away again */
  there: boolean
  /** its folder was made too */
  made: boolean
  /** digest of the first event's line */
  first: Buffer | undefined
  ids: IdSet
  /** over the events so far */
  hash: Hash
  /** when the last event was learnt of, seconds since 1970 */
  known: number
  shown: string
}

/**
 * Appends events. Nothing of them is there before `commit`, and all is after it. After a failed write or sync the writer
 * does nothing any more: a second fsync would report success for what the kernel has dropped.
 */
export class LedgerWriter {
  /** events that were given and stood there already */
  repeated = 0
  /** bytes of an import that was not finished, which opening took away */
  readonly cut: number
  head: LedgerHead
  /** SHA-256 of the first event's line; undefined: there is none */
  first: Buffer | undefined
  readonly #fs: LogFs
  readonly #place: LedgerPlace
  readonly #lock: Lock
  readonly #fd: number
  readonly #ids: IdSet
  readonly #hash: Hash
  readonly #lastKnown: number
  readonly #shown: string
  readonly #made: boolean
  #there: boolean
  #pending: Buffer[] = []
  #held = 0
  #bytes: number
  #events: number

  constructor(
    fs: LogFs,
    place: LedgerPlace,
    lock: Lock,
    { head, there, made, first, ids, hash, known, shown }: Opened,
  ) {
    this.#fs = fs
    this.#place = place
    this.#lock = lock
    this.#ids = ids
    this.#hash = hash
    this.#lastKnown = known
    this.#shown = shown
    this.head = head
    this.first = first
    this.#there = there
    this.#made = made
    this.#bytes = head.bytes
    this.#events = head.events
    // The head comes first: events without one would be nobody's, and a crash before their file leaves it alone.
    if (!there) writeHead(place, head, fs)
    if (head.bytes === 0) {
      fs.closeSync(fs.openSync(place.events, 'a', 0o600))
      syncDirectory(fs, place.folder)
    }
    this.#fd = fs.openSync(place.events, 'r+')
    this.cut = fs.fstatSync(this.#fd).size - head.bytes
    if (this.cut > 0) this.#truncate()
  }

  /** Seconds since 1970 that an event is learnt of at, which never go back. */
  now(seconds: number): number {
    return Math.max(seconds, this.#lastKnown)
  }

  /** Adds a line, given without its newline; one that differs from another only by when it was learnt of is not added. */
  add(line: string): void {
    const bytes = Buffer.from(`${line}\n`)
    const parts = partsOf(bytes, 0, bytes.length - 1)
    if (!parts) throw new PerdeError('INTERNAL', 'an event of a consent was not written as one')
    if (!this.#ids.add(identityOf(bytes, 0, parts))) {
      this.repeated++
      return
    }
    this.first ??= createHash('sha256').update(bytes).digest()
    this.#hash.update(bytes)
    this.#pending.push(bytes)
    this.#held += bytes.length
    this.#events++
    if (this.#held >= PENDING) this.#flush()
  }

  /** Makes what was added durable, and then part of the ledger. Gives how many events that are. */
  commit(): number {
    const added = this.#events - this.head.events
    if (added === 0) {
      this.#there = true
      return 0
    }
    this.#flush()
    const head = { ...this.head, events: this.#events, bytes: this.#bytes, sha256: this.#hash.copy().digest('hex') }
    this.#try('making the consent ledger durable', () => {
      this.#fs.fdatasyncSync(this.#fd)
      writeHead(this.#place, head, this.#fs)
    })
    this.head = head
    this.#there = true
    return added
  }

  /**
   * Gives up the lock; what was added and not committed is taken away, now or by the next writer, and a ledger that was made
   * for it too.
   */
  close(): void {
    try {
      if (!this.#there) this.#remove()
      else if (this.#bytes > this.head.bytes) this.#truncate()
    } finally {
      this.#fs.closeSync(this.#fd)
      this.#lock.release()
      if (!this.#there && this.#made) removeFolder(this.#fs, this.#place.folder)
    }
  }

  /** Its head last: a crash in between leaves a ledger without events. */
  #remove(): void {
    this.#fs.unlinkSync(this.#place.events)
    this.#fs.unlinkSync(this.#place.head)
    syncDirectory(this.#fs, this.#place.folder)
  }

  #flush(): void {
    const bytes = Buffer.concat(this.#pending)
    this.#try('writing the consent ledger', () => writeAll(this.#fs, this.#fd, bytes, this.#bytes))
    this.#bytes += bytes.length
    this.#pending = []
    this.#held = 0
  }

  #truncate(): void {
    this.#fs.ftruncateSync(this.#fd, this.head.bytes)
    this.#fs.fsyncSync(this.#fd)
  }

  #try(doing: string, action: () => void): void {
    try {
      action()
    } catch (e) {
      throw ioError(e, doing, { part: this.#shown })
    }
  }
}

/** Bytes that wait for a write. */
const PENDING = 1 << 20

function identityOf(bytes: Buffer, start: number, { bodyEnd }: LineParts): Buffer {
  return createHash('sha256').update(bytes.subarray(start, bodyEnd)).digest()
}

function lockLedger(fs: LogFs, place: LedgerPlace, shown: string): { lock: Lock; made: boolean } {
  try {
    const made = makeDirectory(fs, place.folder)
    return { lock: takeLock(fs, place.lock), made }
  } catch (e) {
    if (e instanceof PerdeError && e.code === 'LOG_LOCKED')
      throw new PerdeError('CONSENT_LEDGER_LOCKED', 'the consent ledger is being written by another process', {
        where: { part: shown },
        retryable: true,
        hints: ['wait until it ends and run again'],
        facts: e.facts,
      })
    throw ioError(e, 'locking the consent ledger', { part: shown })
  }
}

/** A folder that somebody uses by now stays. */
function removeFolder(fs: LogFs, folder: string): void {
  try {
    fs.rmdirSync(folder)
  } catch {
    // An empty folder means nothing.
  }
}

function emptyHead(identity: LedgerIdentity): LedgerHead {
  return { format: 'perde consent ledger 1', ...identity, events: 0, bytes: 0, sha256: EMPTY_SHA256 }
}

/** Under another key, or written otherwise, a person is somebody else, and a withdrawal would reach nobody. */
export function checkIdentity(head: LedgerHead, { subjectType, keyCheck }: LedgerIdentity, shown: string): void {
  if (head.keyCheck !== keyCheck)
    throw new PerdeError('KEY_INVALID', 'the consent ledger was made with another key', {
      where: { part: shown },
      hints: ['give the key that it was made with: keys.consent of the policy, else keys.main'],
    })
  if (head.subjectType !== subjectType)
    throw new PerdeError(
      'CONSENT_LEDGER_INVALID',
      `the subjects of the consent ledger are of type ${head.subjectType ?? 'none'}, not ${subjectType ?? 'none'}`,
      {
        where: { part: shown },
        hints: ['the type of the subject’s field in the policy, or --type, has to be that of the ledger'],
      },
    )
}
