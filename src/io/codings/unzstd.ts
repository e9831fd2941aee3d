import { Decompress } from 'fzstd'
import loadXxhash from 'xxhash-wasm'
import { PerdeError } from '../../errors.ts'
import { fromChunks, type ByteStream } from './byte-stream.ts'
import { checkExpansion, EXPANSION } from './expansion.ts'
import { BLOCK_HEADER, FRAME_MAGIC, headerLength, isSkippable, readBlock, readHeader } from './zstd-frame.ts'

/** The largest window that is held: what zstd's own tools accept without being asked. */
const MOST_WINDOW = 128 * 1024 * 1024

/**
 * The bytes inside Zstandard (RFC 8878), all frames of it, in the memory of a window and a block. The frames are walked
 * here, since the library neither checks their digests nor says where they end. Throws INPUT_COMPRESSED where it is cut off,
 * damaged, needs a dictionary or a window beyond 128 MiB, has something behind its end, or grows beyond the limits.
 */
export function unzstd(compressed: ByteStream, limits = EXPANSION): ByteStream {
  const reader = countingReader(compressed)
  const chunks = framesOf(reader)
  let given = 0
  return fromChunks(async () => {
    const { done, value } = await chunks.next()
    if (done === true) return undefined
    given += value.length
    checkExpansion(reader.taken, given, limits)
    return value
  })
}

async function* framesOf(reader: Reader): AsyncGenerator<Uint8Array, undefined> {
  const { create64 } = await loadXxhash()
  for (;;) {
    const start = await reader.upTo(4)
    if (start.length === 0) return undefined
    if (start.length < 4) throw cutOff()
    const magic = Buffer.from(start).readUInt32LE(0)
    if (isSkippable(magic)) await reader.skip(Buffer.from(await reader.exactly(4)).readUInt32LE(0))
    else if (magic === FRAME_MAGIC) yield* frame(reader, start, create64())
    else throw damaged()
  }
}

type Digest = ReturnType<Awaited<ReturnType<typeof loadXxhash>>['create64']>

async function* frame(reader: Reader, magic: Uint8Array, digest: Digest): AsyncGenerator<Uint8Array> {
  const descriptor = await reader.exactly(1)
  const rest = await reader.exactly(headerLength(descriptor[0]!) - 5)
  const bytes = Buffer.concat([magic, descriptor, rest])
  const header = readHeader(bytes)
  if (!header) throw damaged()
  if (header.dictionary) throw refused('a compressed input needs a dictionary, which it does not carry')
  if (header.window > MOST_WINDOW) throw refused('a compressed input asks for more than 128 MiB of memory')
  const out: Uint8Array[] = []
  const decoder = new Decompress((chunk) => void out.push(chunk))
  const push = (piece: Uint8Array, last: boolean) => {
    try {
      decoder.push(piece, last)
    } catch (e) {
      throw damaged(e)
    }
  }
  push(bytes, false)
  for (let last = false; !last;) {
    const start = await reader.exactly(BLOCK_HEADER)
    const block = readBlock(start)
    if (!block) throw damaged()
    last = block.last
    const end = last && header.checksum ? 4 : 0
    const content = await reader.exactly(block.length + end)
    push(Buffer.concat([start, content]), last)
    for (const piece of out.splice(0)) {
      digest.update(piece)
      yield piece
    }
    const written = Buffer.from(content).subarray(block.length)
    if (end > 0 && written.readUInt32LE(0) !== Number(digest.digest() & 0xffffffffn)) throw damaged()
  }
}

/** A stream that is read in pieces of a given length. */
interface Reader {
  /** bytes read so far */
  readonly taken: number
  /** fewer at the end */
  upTo(length: number): Promise<Uint8Array>
  exactly(length: number): Promise<Uint8Array>
  skip(length: number): Promise<void>
}

function countingReader(stream: ByteStream): Reader {
  let taken = 0
  const held = new Uint8Array(64 * 1024)
  let start = 0
  let end = 0
  const upTo = async (length: number) => {
    const into = new Uint8Array(length)
    let filled = 0
    while (filled < length) {
      if (start === end) {
        start = 0
        end = await stream.read(held)
        if (end === 0) break
      }
      const n = Math.min(length - filled, end - start)
      into.set(held.subarray(start, start + n), filled)
      start += n
      filled += n
    }
    taken += filled
    return into.subarray(0, filled)
  }
  const exactly = async (length: number) => {
    const bytes = await upTo(length)
    if (bytes.length < length) throw cutOff()
    return bytes
  }
  return {
    get taken() {
      return taken
    },
    upTo,
    exactly,
    async skip(length) {
      for (let left = length; left > 0;) left -= (await exactly(Math.min(left, held.length))).length
    },
  }
}

function cutOff(): PerdeError {
  return refused('a compressed input ends too early')
}

function damaged(cause?: unknown): PerdeError {
  return refused('a compressed input is damaged, or has something behind its end', cause)
}

function refused(message: string, cause?: unknown): PerdeError {
  return new PerdeError('INPUT_COMPRESSED', message, {
    hints: ['zstd -t FILE checks it; nothing was published'],
    ...(cause !== undefined && { cause }),
  })
}
