import { MAX_ENTRY_BYTES } from './entry.ts'
import { openIfThere } from './log-fs.ts'
import type { LogFs } from './log-fs.ts'

/** One line of entries.jsonl. */
export interface Line {
  /** from 0: what `seq` must be */
  index: number
  /** byte offset of its start */
  offset: number
  /** without the newline; only the first bytes of a line that is too long */
  bytes: Buffer
  tooLong: boolean
  /** false for the rest of a file that does not end with a newline */
  complete: boolean
  /** length in the file, with the newline where there is one */
  length: number
}

const CHUNK = 256 * 1024
const LF = 0x0a

/** The lines of a file, of its first `end` bytes; none where it is not there. */
export function* linesOf(fs: LogFs, file: string, end = Infinity): Generator<Line> {
  const fd = openIfThere(fs, file)
  if (fd === undefined) return
  try {
    yield* readLines(fs, fd, end)
  } finally {
    fs.closeSync(fd)
  }
}

/** The lines of an open file, in memory that does not depend on its size. Reads from the start, whatever the position. */
export function* readLines(fs: LogFs, fd: number, end = Infinity): Generator<Line> {
  const chunk = Buffer.allocUnsafe(CHUNK)
  let parts: Buffer[] = []
  let kept = 0
  let index = 0
  let offset = 0
  let length = 0

  function line(complete: boolean): Line {
    const tooLong = length > MAX_ENTRY_BYTES
    const whole = { index, offset, bytes: Buffer.concat(parts), tooLong, complete, length: length + (complete ? 1 : 0) }
    index += 1
    offset += whole.length
    parts = []
    kept = length = 0
    return whole
  }

  /** Copied, as the chunk is filled again; of a line too long only so much as shows that it is. */
  function keep(piece: Buffer): void {
    length += piece.length
    const room = MAX_ENTRY_BYTES + 1 - kept
    if (room <= 0 || piece.length === 0) return
    parts.push(Buffer.from(piece.subarray(0, room)))
    kept += Math.min(room, piece.length)
  }

  for (let position = 0; ;) {
    const count = fs.readSync(fd, chunk, 0, Math.min(CHUNK, end - position), position)
    if (count === 0) break
    position += count
    let start = 0
    for (let at = chunk.indexOf(LF); at >= 0 && at < count; at = chunk.indexOf(LF, start)) {
      keep(chunk.subarray(start, at))
      start = at + 1
      yield line(true)
    }
    keep(chunk.subarray(start, count))
  }
  if (length > 0) yield line(false)
}
