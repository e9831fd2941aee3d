import { createHash } from 'node:crypto'
import type { AttemptFiles } from '../../src/engine/tasks/hosted-shard.ts'
import { FRAME, frameBytes } from './frames.ts'

/** A file as RESULT lists it. */
export interface SentFile {
  file: number
  name: string
  bytes: number
  sha256: string
}

/** Where frames go. */
export interface FrameSink {
  send(frame: Uint8Array): void
  /** resolves when what was sent is on its way */
  drained(): Promise<void>
}

/** The files of an attempt as frames of their bytes. `sent`: what RESULT says of them, in the order of their numbers. */
export function attemptFiles({ send, drained }: FrameSink): AttemptFiles & { readonly sent: readonly SentFile[] } {
  const sent: SentFile[] = []
  return {
    sent,
    drained,
    part(path) {
      const entry: SentFile = { file: sent.length, name: path, bytes: 0, sha256: '' }
      sent.push(entry)
      const number = Buffer.alloc(4)
      number.writeUInt32LE(entry.file)
      const hash = createHash('sha256')
      return {
        write(bytes) {
          if (bytes.length === 0) return
          hash.update(bytes)
          entry.bytes += bytes.length
          send(frameBytes(FRAME.batch, number, bytes))
        },
        finish() {
          entry.sha256 = hash.digest('hex')
          return { path, bytes: entry.bytes, sha256: entry.sha256 }
        },
        abandon: () => undefined,
      }
    },
  }
}
