import { createHash } from 'node:crypto'
import { closeSync, existsSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { ioError, PerdeError } from '../../errors.ts'
import type { Unpack } from '../../evidence/release/verify-release.ts'
import type { Compression } from '../../io/codings/compression.ts'
import type { StagedPart } from '../passes/apply-pass.ts'

/**
 * Reads the text of written outputs: from an offset to the last record. `place`: the folder that they stand in then; `other`:
 * the same reading compares the digest of each output, and throws this where a byte is another. Undefined: that was done before.
 */
export function textsOf(
  place: string,
  compression: Compression | undefined,
  unpack: Unpack,
  other?: () => PerdeError,
): StagedPart['texts'] {
  return function* (output, from) {
    const fd = openSync(join(place, output.path), 'r')
    const whole = other && createHash('sha256')
    try {
      const read = (into: Uint8Array) => {
        const n = readSync(fd, into)
        whole?.update(into.subarray(0, n))
        return n
      }
      const end = (output.text ?? output.bytes) - output.trailer
      let at = 0
      for (const piece of compression ? unpack(compression, read) : pieces(read)) {
        const inside = (offset: number) => Math.min(piece.length, Math.max(0, offset - at))
        yield piece.subarray(inside(from), inside(end))
        at += piece.length
      }
    } catch (e) {
      if (!other || e instanceof PerdeError) throw e
      // What does not unpack is not what was written.
      throw (e as { syscall?: unknown }).syscall === undefined ? other() : ioError(e, 'reading what a task wrote')
    } finally {
      closeSync(fd)
    }
    if (whole && whole.digest('hex') !== output.sha256) throw other!()
  }
}

/** undefined: it is not there. */
export function digestOfFile(path: string): string | undefined {
  if (!existsSync(path)) return undefined
  const fd = openSync(path, 'r')
  try {
    const hash = createHash('sha256')
    for (const piece of pieces((into) => readSync(fd, into))) hash.update(piece)
    return hash.digest('hex')
  } finally {
    closeSync(fd)
  }
}

const PIECE = 1024 * 1024

function* pieces(read: (into: Uint8Array) => number): Generator<Uint8Array> {
  const buffer = Buffer.allocUnsafe(PIECE)
  for (let n = read(buffer); n > 0; n = read(buffer)) yield buffer.subarray(0, n)
}
