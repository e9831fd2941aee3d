import { GetObjectCommand, type GetObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3'
import { createHash, type Hash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { PerdeError } from '../../../errors.ts'
import type { StoredObject } from '../object-store.ts'
import type { ByteReader, ByteSource } from '../store.ts'
import { CutShort, retries } from './retries.ts'
import { isAbsent, isConflict, storeError } from './store-error.ts'

/** An object as it was listed, in a bucket. */
export interface Listed {
  client: S3Client
  bucket: string
  object: StoredObject
}

/**
 * Reads an object by one request, and goes on behind the last byte where the connection is cut. Every request says which
 * object it means, so all bytes are of one; their number and, where the store keeps one, their checksum have to be right.
 */
export function objectSource(listed: Listed, name: string): ByteSource {
  const { size, version } = listed.object
  return { name, size, version, open: async () => openObject(listed, name), close: async () => undefined }
}

function openObject(listed: Listed, name: string): ByteReader {
  const { size } = listed.object
  let at = 0
  let body: AsyncIterator<Uint8Array> | undefined
  let piece: Uint8Array = new Uint8Array()
  let sum: Sum | undefined
  const again = retries()
  const next = async (): Promise<Uint8Array> => {
    for (;;)
      try {
        if (!body) {
          const answer = await get(listed, name, at, size - 1)
          if (at === 0) sum = sumOf(answer)
          body = bytesOf(answer)
        }
        const { done, value } = await body.next()
        if (done === true) throw new CutShort()
        again.progress()
        return value
      } catch (e) {
        body = undefined
        await again.afterFailure(e).catch((failure: unknown) => {
          throw storeError(failure, 'reading an object', { part: name, offset: at })
        })
      }
  }
  return {
    async read(into) {
      if (at === size || into.length === 0) return 0
      while (piece.length === 0) piece = await next()
      const n = Math.min(into.length, piece.length, size - at)
      into.set(piece.subarray(0, n))
      sum?.add(piece.subarray(0, n))
      piece = piece.subarray(n)
      at += n
      if (at === size && sum?.isRight() === false) throw damaged(name)
      return n
    },
    async readAt(into, offset) {
      const length = Math.min(into.length, size - offset)
      if (length > 0) await readRange(listed, name, into.subarray(0, length), offset)
      return Math.max(0, length)
    },
    async unchanged() {
      // Every request was for this very object; whether another one is there by now is asked of the list.
      if (at !== size) throw changed(name)
    },
    close: async () => void (await body?.return?.()),
  }
}

async function readRange(listed: Listed, name: string, into: Uint8Array, offset: number): Promise<void> {
  const again = retries()
  let done = 0
  while (done < into.length)
    try {
      const body = bytesOf(await get(listed, name, offset + done, offset + into.length - 1))
      for (let p = await body.next(); p.done !== true; p = await body.next()) {
        into.set(p.value.subarray(0, into.length - done), done)
        done = Math.min(into.length, done + p.value.length)
        again.progress()
      }
      if (done < into.length) throw new CutShort()
    } catch (e) {
      await again.afterFailure(e).catch((failure: unknown) => {
        throw storeError(failure, 'reading an object', { part: name, offset: offset + done })
      })
    }
}

/** From one byte to another, both among them. Throws INPUT_CHANGED, INPUT_NOT_FOUND. */
async function get(listed: Listed, name: string, from: number, to: number): Promise<GetObjectCommandOutput> {
  const { client, bucket, object } = listed
  const whole = from === 0 && to === object.size - 1
  const wanted = { Bucket: bucket, Key: object.key, IfMatch: object.version }
  const command = new GetObjectCommand(whole ? wanted : { ...wanted, Range: `bytes=${from}-${to}` })
  if (whole) askForChecksum(command)
  const answer = await client.send(command).catch((e: unknown) => {
    if (isConflict(e) || isAbsent(e)) throw changed(name)
    throw e
  })
  // A store that does not know conditions, or ranges, gives something else without a word.
  const isOther = answer.ETag !== undefined && answer.ETag !== object.version
  const isMore = answer.ContentLength !== undefined && answer.ContentLength !== to - from + 1
  if (!isOther && !isMore) return answer
  await bytesOf(answer).return?.()
  throw changed(name)
}

/** By the header alone: asked by its option, the library adds up the bytes of this one answer, and we those of all. */
function askForChecksum({ middlewareStack }: GetObjectCommand): void {
  middlewareStack.add(
    (next) => (args) => {
      const { headers } = args.request as { headers: Record<string, string> }
      headers['x-amz-checksum-mode'] = 'ENABLED'
      return next(args)
    },
    { step: 'build', name: 'askForChecksum' },
  )
}

function bytesOf({ Body }: GetObjectCommandOutput): AsyncIterator<Uint8Array> {
  return (Body as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]()
}

/** What the bytes have to add up to. */
interface Sum {
  add(bytes: Uint8Array): void
  isRight(): boolean
}

/** Undefined: the store keeps none of the whole object, or one that Node does not know. */
function sumOf({ ChecksumType, ChecksumCRC32, ChecksumSHA256, ChecksumSHA1 }: GetObjectCommandOutput): Sum | undefined {
  if (ChecksumType === 'COMPOSITE') return undefined
  if (ChecksumCRC32 !== undefined) {
    let sum = 0
    const text = () => {
      const bytes = Buffer.alloc(4)
      bytes.writeUInt32BE(sum)
      return bytes.toString('base64')
    }
    return { add: (bytes) => void (sum = crc32(bytes, sum)), isRight: () => text() === ChecksumCRC32 }
  }
  const wanted = ChecksumSHA256 ?? ChecksumSHA1
  // Of an object in pieces it ends with their number.
  if (wanted === undefined || wanted.includes('-')) return undefined
  const hash: Hash = createHash(ChecksumSHA256 !== undefined ? 'sha256' : 'sha1')
  return { add: (bytes) => void hash.update(bytes), isRight: () => hash.digest('base64') === wanted }
}

function changed(part: string): PerdeError {
  return new PerdeError('INPUT_CHANGED', 'an object changed while it was read', {
    where: { part },
    retryable: true,
    hints: ['run again when nobody writes there; nothing was published'],
  })
}

function damaged(part: string): PerdeError {
  return new PerdeError('STORE_FAILED', 'an object came with other bytes than its checksum is of', {
    where: { part },
    retryable: true,
    hints: ['run again; if it is the same object each time, the store has damaged it'],
  })
}
