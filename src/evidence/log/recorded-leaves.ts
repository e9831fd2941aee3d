import { openIfThere } from './log-fs.ts'
import type { LogFs } from './log-fs.ts'
import { HASH_BYTES } from './merkle.ts'

const CHUNK = 4096 * HASH_BYTES

/**
 * The leaf hashes that the writer recorded beside the entries, one after the other, of the first `end` bytes; none where the file is not there.
 * A cache: to be believed only as far as it gives a signed root.
 */
export function* recordedLeaves(fs: LogFs, file: string, end: number): Generator<Buffer, undefined> {
  const fd = openIfThere(fs, file)
  if (fd === undefined) return undefined
  try {
    for (let position = 0; ;) {
      const chunk = Buffer.alloc(CHUNK)
      const count = fs.readSync(fd, chunk, 0, Math.min(CHUNK, end - position), position)
      const whole = count - (count % HASH_BYTES)
      if (whole === 0) return undefined
      for (let at = 0; at < whole; at += HASH_BYTES) yield chunk.subarray(at, at + HASH_BYTES)
      position += whole
    }
  } finally {
    fs.closeSync(fd)
  }
}
