import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs'
import { deserialize, serialize } from 'node:v8'
import { seal, unseal } from '../../crypto/sealed.ts'
import { ioError, systemCode } from '../../errors.ts'
import type { Receipt } from '../wire/task.ts'
import type { WrittenOutput } from './output-files.ts'

/** What a killed run was about: another with the same writes the same bytes. */
export interface JournalHeader {
  /** what may differ from run to run, as words or digests, by what it is called in messages */
  identity: Record<string, string>
  /** keys the classes in the receipts */
  measureKey: Uint8Array
  /** milliseconds since 1970: the as-of time of the run, and when it began */
  asOf: number
  at: number
}

/** An input of which all records are written, durably. */
export interface FinishedPart {
  part: number
  read: { bytes: number; sha256: string }
  outputs: WrittenOutput[]
  place?: string
  /** which of the inputs of its source it was; absent: the only one */
  ordinal?: number
}

/** A finished input with what its blocks gave. */
export interface JournalPart extends FinishedPart {
  receipts: Receipt[]
  /** bytes of the journal up to its end */
  end: number
}

/**
 * What a run has done so far, beside its staged outputs: sealed frames, since receipts tell of people. One frame holds one
 * thing: the header, the receipt of a block, or the end of an input.
 */
export interface Journal {
  receipt(part: number, receipt: Receipt): void
  finished(part: FinishedPart): void
}

type Frame = { header: JournalHeader } | { part: number; receipt: Receipt } | { finished: FinishedPart }

/** Begins a journal, or goes on with one: `from` is where what is kept of it ends, and how many frames that are. */
export function openJournal(
  path: string,
  key: Uint8Array,
  start: { header: JournalHeader } | { end: number; frames: number },
): Journal & { close(): void } {
  const fd = calling(() => openSync(path, 'header' in start ? 'wx' : 'r+', 0o600))
  let number = 'header' in start ? 0 : start.frames
  let at = 'header' in start ? 0 : start.end
  const put = (frame: Frame) => {
    const sealed = seal(key, [...WHAT, String(number++)], serialize(frame))
    const bytes = Buffer.alloc(4 + sealed.length)
    bytes.writeUInt32LE(sealed.length)
    bytes.set(sealed, 4)
    calling(() => {
      for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done, bytes.length - done, at + done)
    })
    at += bytes.length
  }
  if ('header' in start) put(start)
  else calling(() => ftruncateSync(fd, at))
  return {
    receipt: (part, receipt) => put({ part, receipt }),
    finished(finished) {
      put({ finished })
      calling(() => fsyncSync(fd))
    },
    close: () => closeSync(fd),
  }
}

const WHAT = ['journal', '1']

/** A journal as far as it is whole; undefined: there is none, or it was sealed under another key. */
export function readJournal(
  path: string,
  key: Uint8Array,
): { header: JournalHeader; parts: JournalPart[]; frames: number[] } | undefined {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (e) {
    if (systemCode(e) === 'ENOENT') return undefined
    throw ioError(e, 'reading what an earlier run left')
  }
  let header: JournalHeader | undefined
  const parts: JournalPart[] = []
  const frames: number[] = []
  let receipts: Receipt[] = []
  let number = 0
  for (let at = 0; at + 4 <= bytes.length;) {
    const end = at + 4 + bytes.readUInt32LE(at)
    // A frame that was being written when the run was killed.
    if (end > bytes.length) break
    const plain = unseal(key, [...WHAT, String(number++)], bytes.subarray(at + 4, end))
    if (!plain) break
    at = end
    const frame = deserialize(plain) as Frame
    if ('header' in frame) header = frame.header
    else if ('receipt' in frame) receipts.push(frame.receipt)
    else {
      parts.push({ ...frame.finished, receipts, end })
      frames.push(number)
      receipts = []
    }
  }
  return header && { header, parts, frames }
}

function calling<T>(call: () => T): T {
  try {
    return call()
  } catch (e) {
    throw ioError(e, 'keeping what the run has done')
  }
}
