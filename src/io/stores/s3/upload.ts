import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
  type CompletedPart,
  type S3Client,
} from '@aws-sdk/client-s3'
import { open, type FileHandle } from 'node:fs/promises'
import { ioError } from '../../../errors.ts'
import { readAt } from '../read-at.ts'

/** Smallest piece of an upload; a store takes at least 5 MiB, and 10,000 pieces. */
const PIECE = 8 * 1024 * 1024
const MOST_PIECES = 9_000
/** Pieces on their way at once: the memory of an upload. */
const AT_ONCE = 4

/** Where a file goes. */
export interface Destination {
  client: S3Client
  bucket: string
  key: string
}

/**
 * Puts a file: by one request, or in pieces, of which nothing is left where one cannot be put. Each request carries a checksum
 * that the store holds its bytes against. Gives the etag.
 */
export async function upload(
  to: Destination,
  file: { path: string; size: number },
  signal?: AbortSignal,
): Promise<string> {
  const handle = await open(file.path, 'r').catch((e: unknown) => {
    throw ioError(e, 'reading what is staged')
  })
  try {
    return file.size <= PIECE
      ? await putWhole(to, handle, file.size, signal)
      : await putPieces(to, handle, file.size, signal)
  } finally {
    await handle.close()
  }
}

async function putWhole(to: Destination, handle: FileHandle, size: number, signal?: AbortSignal): Promise<string> {
  const Body = await bytesAt(handle, 0, size)
  const put = new PutObjectCommand({ Bucket: to.bucket, Key: to.key, Body, ContentLength: size })
  return (await to.client.send(put, abortable(signal))).ETag!
}

async function putPieces(to: Destination, handle: FileHandle, size: number, signal?: AbortSignal): Promise<string> {
  const { client } = to
  const place = { Bucket: to.bucket, Key: to.key }
  const begun = await client.send(new CreateMultipartUploadCommand({ ...place, ChecksumAlgorithm: 'CRC32' }))
  const own = { ...place, UploadId: begun.UploadId }
  try {
    const Parts = await sendPieces(to, handle, size, begun.UploadId!, signal)
    return (
      await client.send(new CompleteMultipartUploadCommand({ ...own, MultipartUpload: { Parts } }), abortable(signal))
    ).ETag!
  } catch (e) {
    // The failure before this one is the one to report; what stays is given up with the staging folder.
    await client.send(new AbortMultipartUploadCommand(own)).catch(() => undefined)
    throw e
  }
}

async function sendPieces(
  to: Destination,
  handle: FileHandle,
  size: number,
  UploadId: string,
  signal?: AbortSignal,
): Promise<CompletedPart[]> {
  const piece = Math.max(PIECE, Math.ceil(size / MOST_PIECES))
  const count = Math.ceil(size / piece)
  const parts: CompletedPart[] = []
  let next = 0
  let failed = false
  const sender = async () => {
    while (next < count && !failed) {
      const i = next++
      const Body = await bytesAt(handle, i * piece, Math.min(piece, size - i * piece))
      const PartNumber = i + 1
      const put = new UploadPartCommand({
        ...{ Bucket: to.bucket, Key: to.key, UploadId, PartNumber, Body },
        ...{ ContentLength: Body.length, ChecksumAlgorithm: 'CRC32' },
      })
      const { ETag, ChecksumCRC32 } = await to.client.send(put, abortable(signal))
      parts[i] = { PartNumber, ETag, ChecksumCRC32 }
    }
  }
  const senders = Array.from({ length: Math.min(AT_ONCE, count) }, () =>
    sender().catch((e: unknown) => {
      failed = true
      throw e
    }),
  )
  // Nothing may still be on its way when the upload is given up.
  const ends = await Promise.allSettled(senders)
  const end = ends.find((e) => e.status === 'rejected')
  if (end) throw end.reason
  return parts
}

async function bytesAt(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafeSlow(length)
  const read = await readAt(handle, bytes, offset, { action: 'reading what is staged', name: '' })
  if (read < length)
    throw ioError(Object.assign(new Error('the file is shorter'), { code: 'EIO' }), 'reading what is staged')
  return bytes
}

function abortable(signal: AbortSignal | undefined): { abortSignal?: AbortSignal } {
  return signal ? { abortSignal: signal } : {}
}
