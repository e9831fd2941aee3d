import type { ByteSource } from './store.ts'

/**
 * A store of whole objects by key: no folders, no renames, no appends. What writers agree by is `put` where nothing stands.
 * All calls throw STORE_*, and try again by themselves what may be tried again.
 */
export interface ObjectStore {
  /** stands before a key in an address, such as `s3://bucket/` */
  readonly root: string
  /** all objects whose keys begin so, in the store's order */
  list(prefix: string): AsyncIterable<StoredObject>
  /** undefined: there is none */
  stat(key: string): Promise<StoredObject | undefined>
  /** The bytes of an object as it was listed: INPUT_CHANGED where another one came into its place. */
  source(object: StoredObject, name: string): ByteSource
  /** a whole small object; undefined: there is none */
  read(key: string): Promise<Buffer | undefined>
  /** False: `absent` was asked for, and something stands there. */
  put(key: string, bytes: Uint8Array, over: 'absent' | 'anything'): Promise<boolean>
  /** A file of this machine, in pieces where it is large; nothing of it is left where this throws. */
  upload(key: string, file: { path: string; size: number }, signal?: AbortSignal): Promise<StoredObject>
  /** inside the store; throws STORE_FAILED where `from` is not there as it was */
  copy(from: StoredObject, to: string): Promise<void>
  remove(keys: readonly string[]): Promise<void>
  /** gives up uploads in pieces that were begun below a prefix and not finished */
  abandonUploads(prefix: string): Promise<void>
}

export interface StoredObject {
  key: string
  /** bytes */
  size: number
  /** changes with the bytes: its etag */
  version: string
}
