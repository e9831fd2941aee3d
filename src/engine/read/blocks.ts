import { PerdeError } from '../../errors.ts'
import type { ByteStream } from '../../io/codings/byte-stream.ts'
import { decoded } from '../../io/codings/decode.ts'
import { BlockFault, type Format, type FormatOptions, type Opened, type StreamFormat } from '../../io/formats/format.ts'
import type { ByteSource } from '../../io/stores/store.ts'
import { digesting } from './digesting.ts'
import { indexedBlocks } from './indexed-blocks.ts'
import type { Block, Pass } from './block.ts'

/** The largest record that is held in memory. */
export const LARGEST_RECORD = 16 * 1024 * 1024

/** Bytes of a block that a run may be asked for: 1 KiB to 16 MiB. */
export function isBlockSize(n: number): boolean {
  return Number.isInteger(n) && n >= 1024 && n <= LARGEST_RECORD
}

/**
 * Cuts an input into blocks of whole records of about `blockSize` bytes, in memory of a few blocks. Every block owns
 * its memory, so that it can be handed to a thread. An input without records gives one empty block, so that its layout
 * is known. Checks at the end that the document around the records is whole and that the input did not change.
 */
export function cutBlocks(
  source: ByteSource,
  format: Format,
  options: FormatOptions,
  blockSize: number,
  signal?: AbortSignal,
): AsyncGenerator<Block, Pass> {
  return 'index' in format
    ? indexedBlocks(source, format, options, signal)
    : streamBlocks(source, format, options, blockSize, signal)
}

async function* streamBlocks(
  source: ByteSource,
  format: StreamFormat,
  options: FormatOptions,
  blockSize: number,
  signal?: AbortSignal,
): AsyncGenerator<Block, Pass> {
  const reader = await source.open()
  try {
    const raw = digesting(reader)
    const text = await decoded(raw, options.encoding, format.charset)
    const feed = createFeed(text, blockSize, firstBuffer(source.size, blockSize))
    let opened: Opened | undefined
    let before: Uint8Array | undefined
    for (let blocks = 0; ;) {
      await feed.fill()
      signal?.throwIfAborted()
      if (!opened) {
        opened = openLayout(format, feed.bytes(), options, feed.complete)
        if (opened) before = feed.take(opened.start)
        else feed.grow(() => tooLarge(feed.offset, 'what stands before the records is'))
        continue
      }
      const { length, last, wrong } = format.cut(feed.bytes(), opened.layout, feed.complete)
      const { offset } = feed
      const ended = last === true || (feed.complete && !format.document)
      if (length > 0 || (ended && blocks === 0)) {
        const bytes = feed.take(length)
        yield { layout: opened.layout, offset, read: raw.total, bytes, ...(blocks === 0 && { before: before! }) }
        blocks++
      } else if (!ended && !wrong && feed.complete) throw torn(offset)
      else if (!ended && !wrong) feed.grow(() => tooLarge(offset, 'a record is'))
      if (wrong)
        throw new PerdeError(wrong.code, wrong.message, {
          where: { offset: offset + wrong.offset },
          hints: wrong.hints,
        })
      if (ended) break
    }
    const after = await feed.rest(() => tooLarge(feed.offset, 'what stands behind the records is'))
    const around = format.document?.texts(opened.layout, before!, after) ?? []
    await reader.unchanged()
    return { bytes: raw.total, sha256: raw.sha256(), after, around }
  } finally {
    await reader.close()
  }
}

/** The bytes of an input that were read and not yet taken. */
interface Feed {
  /** offset in the input of the first of them */
  readonly offset: number
  /** all bytes of the input were read */
  readonly complete: boolean
  bytes(): Uint8Array
  /** reads until the buffer is full or the input ends */
  fill(): Promise<void>
  /** makes room for more; throws `limit()` beyond the largest record */
  grow(limit: () => PerdeError): void
  /** Takes the first bytes, in memory that nothing else shares. */
  take(length: number): Uint8Array
  /** takes all that is left of the input; throws `limit()` beyond the largest record */
  rest(limit: () => PerdeError): Promise<Uint8Array>
}

/** A buffer for each of thousands of small files would cost more than what is in them; what is packed may grow twentyfold. */
function firstBuffer(size: number | undefined, blockSize: number): number {
  return size === undefined ? blockSize : Math.min(blockSize, Math.max(1024, 20 * size))
}

/** `first`: bytes of the first buffer. */
function createFeed(stream: ByteStream, blockSize: number, first: number): Feed {
  let buffer = Buffer.allocUnsafeSlow(first)
  // Bytes from `start` to `filled` were read and not taken.
  let start = 0
  let filled = 0
  let offset = 0
  let complete = false
  const feed: Feed = {
    get offset() {
      return offset
    },
    get complete() {
      return complete
    },
    bytes: () => buffer.subarray(start, filled),
    async fill() {
      while (filled < buffer.length && !complete) {
        const n = await stream.read(buffer.subarray(filled))
        if (n === 0) complete = true
        filled += n
      }
    },
    grow(limit) {
      if (start === 0 && buffer.length >= LARGEST_RECORD) throw limit()
      const larger = start > 0 ? buffer : Buffer.allocUnsafeSlow(Math.min(buffer.length * 2, LARGEST_RECORD))
      filled = buffer.copy(larger, 0, start, filled)
      start = 0
      buffer = larger
    },
    take(length) {
      offset += length
      // What is small beside the buffer is copied, so that a header does not cost a buffer of its own.
      if (length * 16 <= buffer.length) {
        const bytes = Buffer.allocUnsafeSlow(length)
        buffer.copy(bytes, 0, start, start + length)
        start += length
        return bytes
      }
      const bytes = buffer.subarray(start, start + length)
      const left = filled - start - length
      const next = Buffer.allocUnsafeSlow(complete ? left : Math.max(blockSize, left * 2))
      buffer.copy(next, 0, start + length, filled)
      start = 0
      filled = left
      buffer = next
      return bytes
    },
    async rest(limit) {
      while (!complete) {
        if (filled === buffer.length) feed.grow(limit)
        await feed.fill()
      }
      return feed.take(filled - start)
    },
  }
  return feed
}

function torn(offset: number): PerdeError {
  return new PerdeError('INPUT_TORN_TAIL', 'the document ends before its records do', {
    where: { offset },
    hints: ['the file was cut while it was written; have it written again'],
  })
}

function tooLarge(offset: number, what: string): PerdeError {
  return new PerdeError('INPUT_RECORD_TOO_LARGE', `${what} larger than ${LARGEST_RECORD / 1024 / 1024} MiB`, {
    where: { offset },
    hints: ['is a quote missing that closes a field, or is the format another one?'],
  })
}

/** A fault in the header has its place in the file, not in a block: there is none yet. */
function openLayout(
  format: StreamFormat,
  start: Uint8Array,
  options: FormatOptions,
  complete: boolean,
): Opened | undefined {
  try {
    return format.open(start, options, complete)
  } catch (e) {
    if (!(e instanceof BlockFault)) throw e
    throw new PerdeError(e.code, e.message, { hints: e.hints, where: { offset: e.offset }, cause: e })
  }
}
