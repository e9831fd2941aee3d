import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  UploadPartCopyCommand,
  type CompletedPart,
} from '@aws-sdk/client-s3'
import type { StoredObject } from '../object-store.ts'
import type { Destination } from './upload.ts'

/** Larger objects are copied in pieces. */
const LARGEST_COPY = 5 * 1024 ** 3
const PIECE = 1024 ** 3

/** Copies inside a bucket, on the condition that the object is the one that was written. */
export async function copyObject({ client, bucket, key }: Destination, from: StoredObject): Promise<void> {
  const source = {
    CopySource: `${bucket}/${from.key.split('/').map(encodeURIComponent).join('/')}`,
    CopySourceIfMatch: from.version,
  }
  const place = { Bucket: bucket, Key: key }
  if (from.size <= LARGEST_COPY) return void (await client.send(new CopyObjectCommand({ ...place, ...source })))
  const begun = await client.send(new CreateMultipartUploadCommand(place))
  const own = { ...place, UploadId: begun.UploadId }
  try {
    const Parts: CompletedPart[] = []
    for (let at = 0; at < from.size; at += PIECE) {
      const PartNumber = Parts.length + 1
      const CopySourceRange = `bytes=${at}-${Math.min(at + PIECE, from.size) - 1}`
      const { CopyPartResult } = await client.send(
        new UploadPartCopyCommand({ ...own, ...source, PartNumber, CopySourceRange }),
      )
      Parts.push({ PartNumber, ETag: CopyPartResult?.ETag })
    }
    await client.send(new CompleteMultipartUploadCommand({ ...own, MultipartUpload: { Parts } }))
  } catch (e) {
    await client.send(new AbortMultipartUploadCommand(own)).catch(() => undefined)
    throw e
  }
}
