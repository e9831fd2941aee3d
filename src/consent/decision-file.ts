import { createCipheriv, createDecipheriv } from 'node:crypto'
import { hkdf, lengthPrefixed } from '../crypto/hkdf.ts'
import { PerdeError } from '../errors.ts'
import { ownBytes } from '../record/own-bytes.ts'
import { REF_BYTES } from './subject-ref.ts'

/**
 * The decision file of one output part: one subject reference and one reason code a record, in the order of the
 * records. It answers "which releases hold this person?" after the release, lies outside the log, and can be erased.
 *
 * File header: magic 8 | version u32 | part u32 | release 26 (ASCII) | 2 zeros | salt 16 | key check 8.
 * Frame: records u32 | number u32 | last u32 | ciphertext of 17 × records (reference 16, reason 1) | tag 16.
 * AES-256-GCM; the key is HKDF of the release's own key with the file's own salt, release and part, so the frame's number is nonce enough; the authenticated data
 * are file header and frame header. Little-endian.
 */
export interface DecisionFileId {
  /** ULID of the release */
  release: string
  /** number of the output part */
  part: number
}

/** Bytes of one entry: the subject's reference (16), the reason code (1). */
export const ENTRY_BYTES = REF_BYTES + 1

export interface DecisionWriter {
  /** the first bytes of the file */
  readonly header: Uint8Array
  /** the next frame of whole entries; at most FRAME_RECORDS of them, and nothing after the last */
  frame(entries: Uint8Array, position: 'more' | 'last'): Uint8Array
}

export interface DecisionReader {
  /** the entries of the frames that these further bytes complete; keeps nothing of the caller's buffer */
  push(bytes: Uint8Array): Uint8Array[]
  /** to be called at the end of the file: refuses one that stops before its last frame */
  end(): void
}

/** Most records of a frame. */
export const FRAME_RECORDS = 1 << 20

/** Writes a decision file; `salt` is 16 random bytes, new for every file written. */
export function createDecisionWriter(releaseKey: Uint8Array, id: DecisionFileId, salt: Uint8Array): DecisionWriter {
  const { key, check } = deriveFileKey(releaseKey, id, salt)
  const header = fileHeader(id, salt, check)
  let number = 0
  let ended = false
  return {
    header,
    frame(entries, position) {
      const records = entries.length / ENTRY_BYTES
      if (ended || !Number.isInteger(records) || records > FRAME_RECORDS)
        throw new RangeError('a decision frame has whole entries, a bounded number of them, and none follows the last')
      ended = position === 'last'
      const frame = new Uint8Array(FRAME_HEADER + entries.length + TAG)
      const view = new DataView(frame.buffer)
      view.setUint32(0, records, true)
      view.setUint32(4, number, true)
      view.setUint32(8, ended ? 1 : 0, true)
      const cipher = createCipheriv('aes-256-gcm', key, nonceOf(number++))
      cipher.setAAD(header).setAAD(frame.subarray(0, FRAME_HEADER))
      frame.set(cipher.update(entries), FRAME_HEADER)
      cipher.final()
      frame.set(cipher.getAuthTag(), frame.length - TAG)
      return frame
    },
  }
}

/**
 * Reads the decision file of exactly this release and part, in pieces of any size.
 * @throws PerdeError LOG_TAMPERED for bytes that are altered, reordered, cut off or of another file; KEY_INVALID for another key
 */
export function createDecisionReader(releaseKey: Uint8Array, id: DecisionFileId): DecisionReader {
  let rest: Uint8Array = new Uint8Array(0)
  let header: Uint8Array | undefined
  let key: Uint8Array = new Uint8Array(0)
  let number = 0
  let ended = false

  function readHeader(): void {
    header = ownBytes(rest.subarray(0, FILE_HEADER))
    const salt = header.subarray(SALT_AT, SALT_AT + SALT)
    const derived = deriveFileKey(releaseKey, id, salt)
    if (!same(header.subarray(0, SALT_AT), fileHeader(id, salt, derived.check).subarray(0, SALT_AT)))
      throw tampered('it belongs to another release or part', id)
    if (!same(header.subarray(SALT_AT + SALT), derived.check))
      throw new PerdeError('KEY_INVALID', 'the decision file was written with another key', {
        hints: ['the key beside it is not the one that the run made'],
      })
    key = derived.key
    rest = rest.subarray(FILE_HEADER)
  }

  /** The frame at the start of `rest`, or undefined while it is not complete. */
  function nextFrame(): Uint8Array | undefined {
    if (rest.length < FRAME_HEADER) return undefined
    const view = new DataView(rest.buffer, rest.byteOffset, FRAME_HEADER)
    const records = view.getUint32(0, true)
    const last = view.getUint32(8, true)
    if (records > FRAME_RECORDS || view.getUint32(4, true) !== number || last > 1)
      throw tampered('a frame is out of order', id)
    const length = FRAME_HEADER + records * ENTRY_BYTES + TAG
    if (rest.length < length) return undefined
    const entries = openFrame(rest.subarray(0, length))
    rest = rest.subarray(length)
    ended = last === 1
    number++
    return entries
  }

  function openFrame(frame: Uint8Array): Uint8Array {
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(number), { authTagLength: TAG })
    decipher
      .setAAD(header!)
      .setAAD(frame.subarray(0, FRAME_HEADER))
      .setAuthTag(frame.subarray(frame.length - TAG))
    const plain = new Uint8Array(decipher.update(frame.subarray(FRAME_HEADER, frame.length - TAG)))
    try {
      decipher.final()
    } catch (cause) {
      throw tampered('a frame does not match its tag', id, cause)
    }
    return plain
  }

  return {
    push(bytes) {
      rest = rest.length === 0 ? bytes : joined(rest, bytes)
      if (!header && rest.length >= FILE_HEADER) readHeader()
      const frames: Uint8Array[] = []
      while (!ended) {
        const frame = header && nextFrame()
        if (!frame) {
          // Who pushed reads on into the same buffer.
          if (rest.buffer === bytes.buffer) rest = ownBytes(rest)
          return frames
        }
        frames.push(frame)
      }
      if (rest.length > 0) throw tampered('bytes follow its last frame', id)
      return frames
    },
    end() {
      if (!ended) throw tampered('it is cut off', id)
    },
  }
}

/** The entries of a whole decision file, frame by frame. */
export function readDecisionFile(releaseKey: Uint8Array, id: DecisionFileId, bytes: Uint8Array): Uint8Array[] {
  const reader = createDecisionReader(releaseKey, id)
  const frames = reader.push(bytes)
  reader.end()
  return frames
}

/** Entries of references (16 bytes each) and their reason codes. */
export function entriesOf(refs: Uint8Array, reasons: Uint8Array): Uint8Array {
  const entries = new Uint8Array(reasons.length * ENTRY_BYTES)
  for (let i = 0; i < reasons.length; i++) {
    entries.set(refs.subarray(i * REF_BYTES, (i + 1) * REF_BYTES), i * ENTRY_BYTES)
    entries[i * ENTRY_BYTES + REF_BYTES] = reasons[i]!
  }
  return entries
}

/** References and reason codes of entries: what `createLook` takes. */
export function splitEntries(entries: Uint8Array): { refs: Uint8Array; reasons: Uint8Array } {
  const count = entries.length / ENTRY_BYTES
  const refs = new Uint8Array(count * REF_BYTES)
  const reasons = new Uint8Array(count)
  for (let i = 0; i < count; i++) {
    refs.set(entries.subarray(i * ENTRY_BYTES, i * ENTRY_BYTES + REF_BYTES), i * REF_BYTES)
    reasons[i] = entries[i * ENTRY_BYTES + REF_BYTES]!
  }
  return { refs, reasons }
}

/** Positions of one subject's entries: the answer to "does this part hold the person?". */
export function positionsOf(entries: Uint8Array, ref: Uint8Array): number[] {
  const found: number[] = []
  for (let at = 0; at < entries.length; at += ENTRY_BYTES)
    if (entries[at] === ref[0] && same(entries.subarray(at, at + REF_BYTES), ref)) found.push(at / ENTRY_BYTES)
  return found
}

const MAGIC = new TextEncoder().encode('PRDDECIS')
const VERSION = 1
const RELEASE = 26
const SALT = 16
const SALT_AT = 44
const FILE_HEADER = SALT_AT + SALT + 8
const FRAME_HEADER = 12
const TAG = 16

function fileHeader({ release, part }: DecisionFileId, salt: Uint8Array, check: Uint8Array): Uint8Array {
  const name = new TextEncoder().encode(release)
  if (name.length !== RELEASE || salt.length !== SALT)
    throw new RangeError('a release id has 26 characters and a salt 16 bytes')
  const header = new Uint8Array(FILE_HEADER)
  const view = new DataView(header.buffer)
  header.set(MAGIC)
  view.setUint32(8, VERSION, true)
  view.setUint32(12, part, true)
  header.set(name, 16)
  header.set(salt, SALT_AT)
  header.set(check, SALT_AT + SALT)
  return header
}

function deriveFileKey(releaseKey: Uint8Array, { release, part }: DecisionFileId, salt: Uint8Array) {
  const info = ['perde', '1', 'decision-file', release, String(part), Buffer.from(salt).toString('hex')]
  const derived = hkdf(releaseKey, lengthPrefixed(info), 40)
  return { key: derived.subarray(0, 32), check: derived.subarray(32) }
}

function nonceOf(number: number): Uint8Array {
  const nonce = new Uint8Array(12)
  new DataView(nonce.buffer).setUint32(8, number)
  return nonce
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const whole = new Uint8Array(a.length + b.length)
  whole.set(a)
  whole.set(b, a.length)
  return whole
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}

function tampered(why: string, { part }: DecisionFileId, cause?: unknown): PerdeError {
  return new PerdeError('LOG_TAMPERED', `the decision file of a part cannot be trusted: ${why}`, {
    cause,
    where: { part: `decisions of part ${part}` },
  })
}
