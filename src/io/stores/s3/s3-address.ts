import { PerdeError } from '../../../errors.ts'

/** `s3://bucket/key`, as the command line of AWS has it: a key stands as it is, without escapes. */
export interface S3Address {
  bucket: string
  key: string
}

export function isS3(text: string): boolean {
  return /^s3a?:\/\//i.test(text)
}

/** Throws USAGE, without a word of the address, for what is none. */
export function parseS3Address(text: string): S3Address {
  const [, bucket, key] = /^s3a?:\/\/([a-z0-9][a-z0-9._-]{1,253}[a-z0-9])(?:\/(.*))?$/is.exec(text) ?? []
  if (/^s3a?:\/\/[^/]{1,2}(?:\/|$)/i.test(text))
    throw new PerdeError('USAGE', 'the name of the bucket in an address of a store is too short', {
      hints: ['a bucket has at least three letters, digits, dots or dashes: s3://bucket/key'],
    })
  if (bucket === undefined)
    throw new PerdeError('USAGE', 'an address of a store cannot be read', {
      hints: [
        'it is s3://bucket/key, without user and password; endpoint, region and credentials come from the environment',
      ],
    })
  if (Buffer.byteLength(key ?? '') > 1024)
    throw new PerdeError('USAGE', 'a key of a store has at most 1,024 bytes', { hints: ['choose a shorter one'] })
  return { bucket, key: key ?? '' }
}
