import {
  AbortMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { PerdeError } from '../../../errors.ts'
import type { ObjectStore, StoredObject } from '../object-store.ts'
import { connect } from './connect.ts'
import { copyObject } from './copy.ts'
import { objectSource } from './object-source.ts'
import { CutShort, retries } from './retries.ts'
import { isAbsent, isConflict, storeError } from './store-error.ts'
import { upload } from './upload.ts'

/** As many keys as one request removes. */
const REMOVED_AT_ONCE = 1000

/** A bucket of S3, or of a store that speaks its language. */
export async function openS3Store(bucket: string): Promise<ObjectStore> {
  const client = await connect()
  const root = `s3://${bucket}/`
  const at = (key: string) => ({ client, bucket, key })
  const calling = async <T>(doing: string, key: string, call: () => Promise<T>): Promise<T> => {
    try {
      return await call()
    } catch (e) {
      throw storeError(e, doing, { part: root + key })
    }
  }
  return {
    root,
    async *list(prefix) {
      for (let token: string | undefined, more = true; more;) {
        const page = await calling('listing objects', prefix, () => listPage(client, bucket, prefix, token))
        yield* page.objects
        token = page.token
        more = token !== undefined
      }
    },
    stat: (key) => calling('looking at an object', key, () => stat(client, bucket, key)),
    source: (object, name) => objectSource({ client, bucket, object }, name),
    read: (key) => calling('reading an object', key, () => readWhole(client, bucket, key)),
    put: (key, bytes, over) => calling('writing an object', key, () => put(client, bucket, key, bytes, over)),
    upload: (key, file, signal) =>
      calling('writing an object', key, async () => {
        try {
          return { key, size: file.size, version: await upload(at(key), file, signal) }
        } catch (e) {
          signal?.throwIfAborted()
          throw e
        }
      }),
    copy: (from, to) => calling('copying an object', to, () => copyObject(at(to), from)),
    remove: async (keys) => {
      for (let i = 0; i < keys.length; i += REMOVED_AT_ONCE)
        await calling('removing objects', '', () => remove(client, bucket, keys.slice(i, i + REMOVED_AT_ONCE)))
    },
    abandonUploads: (prefix) => calling('giving up uploads', prefix, () => abandonUploads(client, bucket, prefix)),
  }
}

async function listPage(
  client: S3Client,
  bucket: string,
  prefix: string,
  token: string | undefined,
): Promise<{ objects: StoredObject[]; token: string | undefined }> {
  const page = await client.send(
    // Some characters of keys have no form in XML.
    new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, EncodingType: 'url', ContinuationToken: token }),
  )
  const plain = (key: string) => (page.EncodingType === 'url' ? decodeURIComponent(key.replaceAll('+', ' ')) : key)
  const objects = (page.Contents ?? []).map(({ Key, Size, ETag }) => ({
    key: plain(Key ?? ''),
    size: Number(Size ?? 0),
    version: ETag ?? '',
  }))
  if (page.IsTruncated === true && page.NextContinuationToken === undefined)
    throw new PerdeError('STORE_FAILED', 'the store gives a list that has no end', {
      hints: ['it says that there is more, and not where'],
    })
  return { objects, token: page.IsTruncated === true ? page.NextContinuationToken : undefined }
}

async function stat(client: S3Client, bucket: string, key: string): Promise<StoredObject | undefined> {
  try {
    const head = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))
    return { key, size: Number(head.ContentLength ?? 0), version: head.ETag ?? '' }
  } catch (e) {
    if (isAbsent(e)) return undefined
    throw e
  }
}

async function readWhole(client: S3Client, bucket: string, key: string): Promise<Buffer | undefined> {
  const again = retries()
  for (;;)
    try {
      const { Body, ContentLength } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
      const pieces: Uint8Array[] = []
      for await (const piece of Body as AsyncIterable<Uint8Array>) pieces.push(piece)
      const bytes = Buffer.concat(pieces)
      if (ContentLength !== undefined && bytes.length !== ContentLength) throw new CutShort()
      return bytes
    } catch (e) {
      if (isAbsent(e)) return undefined
      await again.afterFailure(e)
    }
}

/**
 * A request that was done and whose answer was lost is sent again, and then finds its own bytes: what stands there is looked
 * at before it is said to be somebody else's.
 */
async function put(
  client: S3Client,
  bucket: string,
  key: string,
  bytes: Uint8Array,
  over: 'absent' | 'anything',
): Promise<boolean> {
  const only = over === 'absent' ? { IfNoneMatch: '*' } : {}
  try {
    await client.send(
      new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, ContentLength: bytes.length, ...only }),
    )
    return true
  } catch (e) {
    if (over !== 'absent' || !isConflict(e)) throw e
    return (
      (e as { $metadata?: { attempts?: number } }).$metadata?.attempts !== 1 &&
      (await readWhole(client, bucket, key))?.equals(bytes) === true
    )
  }
}

async function remove(client: S3Client, bucket: string, keys: readonly string[]): Promise<void> {
  const Objects = keys.map((Key) => ({ Key }))
  const { Errors = [] } = await client.send(
    new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }),
  )
  if (Errors.length > 0)
    throw new PerdeError('STORE_REFUSED', `the store does not remove ${Errors.length} of ${keys.length} objects`, {
      hints: ['may these credentials remove objects there?'],
    })
}

async function abandonUploads(client: S3Client, bucket: string, prefix: string): Promise<void> {
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefix }))
  for (const { Key, UploadId } of Uploads)
    if (Key?.startsWith(prefix) === true)
      await client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId })).catch((e: unknown) => {
        if (!isAbsent(e)) throw e
      })
}
