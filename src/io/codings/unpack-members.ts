import { decompress } from 'fzstd'
import { inflateRawSync } from 'node:zlib'
import { MEMBER_TEXT, type Compression } from './compression.ts'
import { BLOCK_HEADER, FRAME_MAGIC, headerLength, readBlock, readHeader } from './zstd-frame.ts'

/** A member is no larger than its text, but for what a text costs that cannot be packed. */
const LARGEST_MEMBER = MEMBER_TEXT + 64 * 1024

/**
 * The text of a file that perde packed, member by member, without waiting: for checks that are made in one go. `read` fills a
 * beginning of a buffer, 0 at the end. Throws a plain error for what perde does not write: another tool's members
 * may be of any size.
 */
export function* unpackMembers(
  compression: Compression,
  read: (into: Uint8Array) => number,
): Generator<Uint8Array, undefined> {
  const buffer = Buffer.alloc(2 * LARGEST_MEMBER)
  let held = 0
  for (;;) {
    for (let n = -1; n !== 0 && held < buffer.length; held += n) n = read(buffer.subarray(held))
    if (held === 0) return undefined
    const { text, length } = (compression === 'gzip' ? gunzipFirst : unzstdFirst)(buffer.subarray(0, held))
    yield text
    buffer.copy(buffer, 0, length, held)
    held -= length
  }
}

interface Member {
  text: Uint8Array
  /** bytes of the member */
  length: number
}

const GZIP_HEADER = 10

function gunzipFirst(bytes: Buffer): Member {
  if (bytes.length < GZIP_HEADER || bytes.readUInt16BE(0) !== 0x1f8b || bytes[3] !== 0) throw foreign()
  const { buffer, engine } = inflateRawSync(bytes.subarray(GZIP_HEADER), {
    maxOutputLength: MEMBER_TEXT,
    info: true,
  }) as unknown as { buffer: Uint8Array; engine: { bytesWritten: number } }
  return { text: buffer, length: GZIP_HEADER + engine.bytesWritten + 8 }
}

function unzstdFirst(bytes: Buffer): Member {
  if (bytes.length < 6 || bytes.readUInt32LE(0) !== FRAME_MAGIC) throw foreign()
  const header = readHeader(bytes.subarray(0, headerLength(bytes[4]!)))
  // A text of one member is its window: its size stands in the header.
  if (!header || header.window > MEMBER_TEXT) throw foreign()
  let length = header.length
  for (let last = false; !last;) {
    const block = readBlock(bytes.subarray(length, length + BLOCK_HEADER))
    if (!block) throw foreign()
    last = block.last
    length += BLOCK_HEADER + block.length
  }
  if (header.checksum) length += 4
  if (length > bytes.length) throw foreign()
  return { text: decompress(bytes.subarray(0, length), new Uint8Array(header.window)), length }
}

function foreign(): Error {
  return new Error('a packed file is not as perde writes it')
}
