import { createHash } from 'node:crypto'
import { PerdeError } from '../errors.ts'
import { BlockFault, type Format, type FormatOptions, type Layout, type Opened } from '../io/formats/format.ts'
import type { ByteSource } from '../io/stores/store.ts'

/** The largest record that is held in memory. */
export const LARGEST_RECORD = 16 * 1024 * 1024

/** Bytes of a block that a run may be asked for: 1 KiB to 16 MiB. */
export function isBlockSize(n: number): boolean {
  return Number.isInteger(n) && n >= 1024 && n <= LARGEST_RECORD
}

/** What one pass over an input has learnt when it is over. */
export interface Pass {
  bytes: number
  sha256: string
}

export interface Block {
  layout: Layout
  offset: number
  bytes: Uint8Array
}

/**
 * Cuts an input into blocks of whole records of about `blockSize` bytes, in memory of a few blocks. Every block owns
 * its memory, so that it can be handed to a thread. An input without records gives one empty block, so that its layout
 * is known. Checks at the end that the input did not change.
 */
export async function* cutBlocks(
  source: ByteSource,
  format: Format,
  options: FormatOptions,
  blockSize: number,
  signal?: AbortSignal,
): AsyncGenerator<Block, Pass> {
  const reader = await source.open()
  const hash = createHash('sha256')
  let total = 0
  let layout: Layout | undefined
  let buffer = Buffer.allocUnsafeSlow(blockSize)
  let filled = 0
  let offset = 0
  let blocks = 0
  // Where the records begin in the buffer: behind the header, until the first block has taken it along.
  let start = 0
  try {
    for (let complete = false; !complete;) {
      while (filled < buffer.length) {
        const n = await reader.read(buffer.subarray(filled))
        if (n === 0) {
          complete = true
          break
        }
        hash.update(buffer.subarray(filled, filled + n))
        filled += n
        total += n
      }
      signal?.throwIfAborted()
      if (!layout) {
        const opened = openLayout(format, buffer.subarray(0, filled), options, complete)
        if (opened) ({ layout, start } = opened)
      }
      const end = layout ? start + format.cut(buffer.subarray(start, filled), layout, complete) : 0
      if (layout && (end > start || (complete && blocks === 0))) {
        const rest = filled - end
        const next = Buffer.allocUnsafeSlow(Math.max(blockSize, rest * 2))
        buffer.copy(next, 0, end, filled)
        const bytes = buffer.subarray(start, end)
        yield { layout, offset: offset + start, bytes }
        blocks++
        offset += end
        buffer = next
        filled = rest
        start = 0
      } else if (!complete) {
        if (buffer.length >= LARGEST_RECORD)
          throw new PerdeError(
            'INPUT_RECORD_TOO_LARGE',
            `a record is larger than ${LARGEST_RECORD / 1024 / 1024} MiB`,
            {
              where: { offset },
              hints: ['is a quote missing that closes a field, or is the format another one?'],
            },
          )
        const larger = Buffer.allocUnsafeSlow(Math.min(buffer.length * 2, LARGEST_RECORD))
        buffer.copy(larger, 0, 0, filled)
        buffer = larger
      }
    }
    await reader.unchanged()
    return { bytes: total, sha256: hash.digest('hex') }
  } finally {
    await reader.close()
  }
}

/** A fault in the header has its place in the file, not in a block: there is none yet. */
function openLayout(format: Format, start: Uint8Array, options: FormatOptions, complete: boolean): Opened | undefined {
  try {
    return format.open(start, options, complete)
  } catch (e) {
    if (!(e instanceof BlockFault)) throw e
    throw new PerdeError(e.code, e.message, { hints: e.hints, where: { offset: e.offset }, cause: e })
  }
}
