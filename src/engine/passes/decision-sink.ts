import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { createDecisionWriter, ENTRY_BYTES, FRAME_RECORDS } from '../../consent/decision-file.ts'
import { ioError } from '../../errors.ts'
import { decisionFile } from '../../evidence/release/release-record.ts'

/** Writes who was used and who was not, encrypted and erasable, beside the log: one file a part, in frames. */
export interface DecisionSink {
  write(entries: Uint8Array): void
  finish(): void
}

/** Entries of one frame: enough that the tag costs nothing, little enough for memory. */
const FRAME_BYTES = Math.min(FRAME_RECORDS, 65_536) * ENTRY_BYTES

export function openDecisions(log: string, release: string, part: number, key: Uint8Array): DecisionSink {
  const file = decisionFile(log, release, part)
  const writer = createDecisionWriter(key, { release, part }, randomBytes(16))
  const pending = Buffer.alloc(FRAME_BYTES)
  let held = 0
  let fd: number | undefined
  const put = (bytes: Uint8Array) => {
    try {
      if (fd === undefined) {
        mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
        fd = openSync(file, 'w', 0o600)
        put(writer.header)
      }
      for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done)
    } catch (e) {
      throw ioError(e, 'keeping the decisions of the run')
    }
  }
  return {
    write(entries) {
      for (let from = 0; from < entries.length;) {
        const n = Math.min(FRAME_BYTES - held, entries.length - from)
        pending.set(entries.subarray(from, from + n), held)
        held += n
        from += n
        if (held === FRAME_BYTES) {
          put(writer.frame(pending, 'more'))
          held = 0
        }
      }
    },
    finish() {
      put(writer.frame(pending.subarray(0, held), 'last'))
      try {
        fsyncSync(fd!)
      } catch (e) {
        throw ioError(e, 'making the decisions durable')
      } finally {
        closeSync(fd!)
      }
    },
  }
}
