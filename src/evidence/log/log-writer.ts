import { PerdeError, ioError, systemCode } from '../../errors.ts'
import { ulid } from '../ulid.ts'
import { signCheckpoint } from './checkpoint.ts'
import { writeEntry } from './entry.ts'
import type { Actor, Entry, NewEntry } from './entry-schemas.ts'
import { rotation } from './key-periods.ts'
import type { KeyPeriod } from './key-periods.ts'
import { takeLock } from './lock.ts'
import type { Lock } from './lock.ts'
import { createIdempotent, logPaths, makeDirectory, replaceFile, syncDirectory, systemFs, writeAll } from './log-fs.ts'
import type { LogFs } from './log-fs.ts'
import { openParts, tamperedAt } from './log-opening.ts'
import type { Identity, OpenedLog } from './log-opening.ts'
import { HASH_BYTES, appendLeaf, leafHash, rangeRoot } from './merkle.ts'
import type { CompactRange } from './merkle.ts'
import { consistencyProof, inclusionProof } from './merkle-proof.ts'
import { createSeed, readSeed } from './signing-key.ts'
import { tailLine } from './tail.ts'
import { parseVkey, signerOf } from './vkey.ts'
import type { Signer } from './vkey.ts'

export interface OpenLogOptions extends Identity {
  /** program and version, as `perde/0.1.0` */
  tool: string
  /** ULID of the command that writes; default a new one */
  run?: string
  /** the data set's id, for the origin of a new log; default `log` */
  dataset?: string
  /** the log's origin, where the policy names one; another one than the log has is refused */
  origin?: string
  /** 32-byte Ed25519 seed, where the policy names a key; default the log's own key, made at first use */
  signingKey?: Uint8Array
  /** milliseconds since 1970 */
  now?: () => number
  fs?: LogFs
}

/**
 * Opens a log for writing, and makes it where there is none. One writer at a time: LOG_LOCKED while another lives.
 * What a crash left is put right and recorded; a log that is not what was signed is refused with LOG_TAMPERED.
 */
export function openLog(dir: string, options: OpenLogOptions): LogWriter {
  const fs = options.fs ?? systemFs
  const paths = logPaths(dir)
  const lock = attempt('locking the log', dir, () => {
    makeDirectory(fs, dir)
    return takeLock(fs, paths.lock)
  })
  let parts: OpenedLog | undefined
  try {
    return attempt('opening the log', dir, () => {
      parts = openParts(fs, paths, options)
      return new LogWriter(dir, options, lock, parts)
    })
  } catch (cause) {
    quietly(() => parts && fs.closeSync(parts.entries))
    quietly(() => parts && fs.closeSync(parts.leaves))
    quietly(() => parts && fs.closeSync(parts.tail))
    quietly(() => lock.release())
    throw tamperedAt(dir, cause)
  }
}

type Unsealed<E> = E extends Entry ? Omit<E, 'v' | 'log' | 'seq' | 'time' | 'run' | 'actor'> : never
type Appended = Unsealed<Entry> & { run?: string; actor?: Actor }

/**
 * The one writer of a log; made by `openLog`. All calls are synchronous; what `append` and `checkpoint` return from is
 * on the disk. After a failed write or sync nobody knows what the file holds, so the writer refuses everything from
 * then on: the kernel drops dirty pages after a failed fsync, and a second one would report success for lost bytes.
 */
export class LogWriter {
  readonly dir: string
  readonly run: string
  readonly origin: string
  /** the log did not exist before */
  readonly created: boolean
  /** its signing key was made now and lies inside the log, where it should not stay */
  readonly keyCreated: boolean
  /** bytes of a line cut short by a crash, which opening took away; 0 if none */
  readonly recoveredBytes: number
  readonly #fs: LogFs
  readonly #paths
  readonly #now: () => number
  readonly #lock: Lock
  readonly #entries: number
  readonly #leafFile: number
  readonly #tail: number
  readonly #range
  readonly #leaves
  readonly #ends
  #keys: readonly KeyPeriod[]
  #signer: Signer
  #time: number
  #signed: { size: number; note: string } | undefined
  #failure: PerdeError | undefined
  #closed = false

  constructor(dir: string, options: OpenLogOptions, lock: Lock, { state, ...parts }: OpenedLog) {
    this.dir = dir
    this.run = options.run ?? ulid()
    this.origin = parts.origin
    this.created = state.range.size === 0
    this.keyCreated = this.created && options.signingKey === undefined
    this.recoveredBytes = state.torn?.bytes ?? 0
    this.#fs = options.fs ?? systemFs
    this.#paths = logPaths(dir)
    this.#now = options.now ?? Date.now
    this.#lock = lock
    this.#entries = parts.entries
    this.#leafFile = parts.leaves
    this.#tail = parts.tail
    this.#range = state.range
    this.#leaves = state.leaves
    this.#ends = state.ends
    this.#keys = state.keys
    this.#signer = parts.signer
    this.#time = state.time
    this.#signed = state.signed
    this.#settle(options.tool, state.torn)
    if (state.signed?.behind) replaceFile(this.#fs, this.#paths.checkpoint, state.signed.note, 0o644)
    this.#keepVkeys()
  }

  /** Entries so far. */
  get size(): number {
    return this.#range.size
  }

  /** The public key in force, `name+id+base64`. */
  get vkey(): string {
    return this.#signer.vkey
  }

  /** A key of 32 bytes that whoever can sign for this log has, and nobody else. */
  secret(what: string): Buffer {
    return this.#signer.secret(what)
  }

  root(): Buffer {
    return rangeRoot(this.#range)
  }

  /**
   * Appends entries in one write and makes them durable. Gives their indices. An entry that does not fit its schema
   * is refused with LOG_INVALID before anything is written.
   */
  append(entries: readonly NewEntry[]): number[] {
    this.#mustWork()
    return this.#append(entries)
  }

  /** Signs all entries so far, keeps the checkpoint, and gives its text. */
  checkpoint(): string {
    this.#mustWork()
    if (this.#signed?.size === this.size) return this.#signed.note
    const note = signCheckpoint({ origin: this.origin, size: this.size, root: this.root() }, [this.#signer])
    this.#try('keeping the checkpoint', () => {
      if (!createIdempotent(this.#fs, this.#paths.checkpointOf(this.size), note, 0o644))
        throw new PerdeError('LOG_TAMPERED', 'another checkpoint of this size was signed before')
      replaceFile(this.#fs, this.#paths.checkpoint, note, 0o644)
    })
    this.#signed = { size: this.size, note }
    return note
  }

  leafHash(index: number): Buffer {
    return Buffer.from(this.#leaves.at(index))
  }

  inclusionProof(index: number, size: number = this.size): Buffer[] {
    return inclusionProof((i) => this.#leaves.at(i), index, size)
  }

  consistencyProof(from: number, to: number = this.size): Buffer[] {
    return consistencyProof((i) => this.#leaves.at(i), from, to)
  }

  /** The bytes of an entry, without newline: what its leaf hash is over. */
  line(index: number): Buffer {
    this.#mustWork()
    const end = this.#ends[index]
    if (end === undefined) throw new RangeError('entry is outside the log')
    const start = this.#ends[index - 1] ?? 0
    const bytes = Buffer.alloc(end - start - 1)
    this.#try('reading the log', () => {
      for (let done = 0; done < bytes.length;) {
        const count = this.#fs.readSync(this.#entries, bytes, done, bytes.length - done, start + done)
        if (count === 0) throw Object.assign(new Error('the log is shorter than it was'), { code: 'EIO' })
        done += count
      }
    })
    return bytes
  }

  /**
   * Moves the log to another key: an entry that both keys sign, then a checkpoint with the new one. Without a seed the
   * log makes a key of its own. The caller keeps a given seed safe before calling.
   */
  rotateKey(seed?: Uint8Array): void {
    this.#mustWork()
    const file = this.#paths.seedOf(this.#keys.length + 1)
    const made = seed ?? this.#try('making a signing key', () => readSeed(this.#fs, file) ?? createSeed(this.#fs, file))
    const signer = signerOf(this.origin, made)
    if (signer.vkey === this.vkey) throw new PerdeError('KEY_INVALID', 'the new signing key is the old one')
    this.#append([{ type: 'key.rotate', ...rotation(this.origin, this.size, this.#signer, signer) }])
    this.#keys = [...this.#keys, { key: parseVkey(signer.vkey), after: this.size - 1 }]
    this.#signer = signer
    this.checkpoint()
    this.#try('keeping the public key', () => this.#keepVkeys())
  }

  /** Gives up the lock. Does not sign: entries behind the last checkpoint stay, and stay unsigned. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    attempt('closing the log', this.dir, () => {
      try {
        this.#fs.closeSync(this.#entries)
        this.#fs.closeSync(this.#leafFile)
        this.#fs.closeSync(this.#tail)
      } finally {
        this.#lock.release()
      }
    })
  }

  /** Makes the first entry and its checkpoint, or finishes that; takes a torn tail away and records it. */
  #settle(tool: string, torn: OpenedLog['state']['torn']): void {
    const own: Appended[] = []
    if (this.created) own.push({ type: 'log.open', actor: 'perde', tool, vkey: this.vkey })
    if (torn) own.push({ type: 'log.recovered', actor: 'perde', droppedBytes: torn.bytes, sha256: torn.sha256 })
    // Over the torn bytes, before the file is cut behind them: there is no moment in which they are gone unrecorded.
    this.#append(own)
    if (torn) {
      this.#fs.ftruncateSync(this.#entries, this.#ends.at(-1)!)
      this.#fs.fsyncSync(this.#entries)
    }
    if (this.created) {
      syncDirectory(this.#fs, this.dir)
      this.#keys = [{ key: parseVkey(this.vkey), after: 0 }]
    }
    if (!this.#signed) this.checkpoint()
  }

  #append(entries: readonly Appended[]): number[] {
    if (entries.length === 0) return []
    const first = this.size
    const start = this.#ends.at(-1) ?? 0
    const time = Math.max(this.#time, this.#now())
    const lines = entries.map((entry, i) => writeEntry(this.#sealed(entry, first + i, time)))
    const hashes = lines.map(leafHash)
    this.#try('writing the log', () => {
      this.#vouch(hashes)
      writeAll(this.#fs, this.#entries, Buffer.concat(lines.flatMap((line) => [line, Buffer.of(0x0a)])), start)
      this.#fs.fdatasyncSync(this.#entries)
    })
    this.#time = time
    for (const [i, hash] of hashes.entries()) {
      appendLeaf(this.#range, hash)
      this.#leaves.push(hash)
      this.#ends.push((this.#ends.at(-1) ?? 0) + lines[i]!.length + 1)
    }
    // A cache that lets `verifyLog` name the very line that was changed; believed only where it gives a signed root.
    this.#try('recording the leaf hashes', () =>
      writeAll(this.#fs, this.#leafFile, this.#leaves.bytes(first, this.size), first * HASH_BYTES),
    )
    return lines.map((_, i) => first + i)
  }

  /** Signs each state that the log is about to have, durably: a crash may leave any number of the lines with these hashes. */
  #vouch(hashes: readonly Buffer[]): void {
    const range: CompactRange = { size: this.#range.size, nodes: [...this.#range.nodes] }
    const states = hashes.map((hash) => {
      appendLeaf(range, hash)
      return tailLine({ origin: this.origin, size: range.size, root: rangeRoot(range) }, this.#signer)
    })
    // What a checkpoint covers needs no other signature.
    if (this.#signed?.size === this.size) this.#fs.ftruncateSync(this.#tail, 0)
    const { size } = this.#fs.fstatSync(this.#tail)
    // A crash may have cut the last line short.
    writeAll(this.#fs, this.#tail, Buffer.from(`${size === 0 ? '' : '\n'}${states.join('')}`), size)
    this.#fs.fdatasyncSync(this.#tail)
  }

  #sealed(entry: Appended, seq: number, time: number): Entry {
    const run = entry.run ?? this.run
    const actor = entry.actor ?? 'operator'
    // The spread of a union is no union to the compiler; the schema holds what is written.
    return { ...entry, v: 1, log: this.origin, seq, time: new Date(time).toISOString(), run, actor } as Entry
  }

  #keepVkeys(): void {
    for (const [i, { key }] of this.#keys.entries())
      if (!createIdempotent(this.#fs, this.#paths.vkeyOf(i + 1), `${key.vkey}\n`, 0o644))
        throw new PerdeError('LOG_TAMPERED', `public key ${i + 1} of the log is not the one in its entries`)
  }

  #mustWork(): void {
    if (this.#closed) throw new PerdeError('INTERNAL', 'the log is closed')
    if (this.#failure)
      throw new PerdeError(this.#failure.code, 'the log cannot be written any more: something failed before', {
        cause: this.#failure,
        where: { part: this.dir },
        hints: ['run again: what was left unfinished is put right when the log is opened'],
      })
  }

  /** Runs a system call or several; after a failure the writer does nothing any more. */
  #try<T>(doing: string, action: () => T): T {
    try {
      return attempt(doing, this.dir, action)
    } catch (cause) {
      this.#failure = cause instanceof PerdeError ? cause : new PerdeError('INTERNAL', `${doing} failed`, { cause })
      throw cause
    }
  }
}

function attempt<T>(doing: string, dir: string, action: () => T): T {
  try {
    return action()
  } catch (cause) {
    if (cause instanceof PerdeError || systemCode(cause) !== undefined) throw ioError(cause, doing, { part: dir })
    throw cause
  }
}

/** What fails while another failure is on its way: that one is told; a lock left behind is stale when the process ends. */
function quietly(action: () => unknown): void {
  try {
    action()
  } catch {
    // told above
  }
}
