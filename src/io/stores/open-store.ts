import type { ObjectStore } from './object-store.ts'
import { isS3, parseS3Address } from './s3/s3-address.ts'

/** Is it the address of an object, or of a folder of objects, of a store? */
export function isObjectAddress(text: string): boolean {
  return isS3(text)
}

/** Key or prefix of an address. Throws USAGE. */
export function keyOf(address: string): string {
  return parseS3Address(address).key
}

/** An address in its one form: `s3a://` is `s3://`. Throws USAGE. */
export function writtenAddress(address: string): string {
  const { bucket, key } = parseS3Address(address)
  return `s3://${bucket}/${key}`
}

/** The store of an address; its library is loaded when it is needed. Throws USAGE, STORE_REFUSED. */
export async function openStore(address: string): Promise<ObjectStore> {
  return (await import('./s3/s3-store.ts')).openS3Store(parseS3Address(address).bucket)
}
