import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { PerdeError, systemCode } from '../../errors.ts'
import { fromChunks, type ByteStream } from './byte-stream.ts'
import { checkExpansion, EXPANSION } from './expansion.ts'

/**
 * The bytes inside gzip (RFC 1952), all members of it. Throws INPUT_COMPRESSED where it is cut off, has something behind
 * its end, or grows beyond the limits: then it is made to fill a disk.
 */
export function gunzip(compressed: ByteStream, limits = EXPANSION): ByteStream {
  let taken = 0
  let given = 0
  async function* chunks() {
    for (;;) {
      const chunk = Buffer.allocUnsafe(64 * 1024)
      const n = await compressed.read(chunk)
      if (n === 0) return
      taken += n
      yield chunk.subarray(0, n)
    }
  }
  // The failure comes out of the iterator; the callback is there so that none goes unheard.
  const inflated = pipeline(Readable.from(chunks(), { highWaterMark: 1 }), createGunzip(), () => undefined)
  const iterator = (inflated as AsyncIterable<Buffer>)[Symbol.asyncIterator]()
  return fromChunks(async () => {
    const { done, value } = await iterator.next().catch((e: unknown) => {
      throw asFault(e)
    })
    if (done) return undefined
    given += value.length
    try {
      checkExpansion(taken, given, limits)
    } catch (e) {
      await iterator.return?.()
      throw e
    }
    return value
  })
}

function asFault(e: unknown): unknown {
  const code = systemCode(e)
  if (code === undefined || !code.startsWith('Z_')) return e
  return new PerdeError(
    'INPUT_COMPRESSED',
    code === 'Z_BUF_ERROR'
      ? 'a compressed input ends too early'
      : 'a compressed input is damaged, or has something behind its end',
    { hints: ['gzip -t FILE checks it; nothing was published'], cause: e },
  )
}
