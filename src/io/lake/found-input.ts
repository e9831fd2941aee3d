import type { ByteSource } from '../stores/store.ts'
import type { PartitionValue } from './partitions.ts'

/** A file or an object of a source and its place below the fixed part of the pattern or the folder, with forward slashes. */
export interface FoundInput {
  /** where it is: an absolute path, or an address */
  path: string
  /** as the user would name it: for messages on this machine */
  name: string
  below: string
  /** columns in the folders of the path as the user gave it, and of those below */
  partition: PartitionValue[]
  /** one of the files of a folder, which are one table */
  inFolder: boolean
  /** Its bytes, under the name that messages have for it. Throws INPUT_NOT_FOUND, INPUT_UNREADABLE. */
  open(name: string): Promise<ByteSource>
}

/** Names that begin with `_` or `.` are not data, nor is what stands in folders of such names. */
export function isData(below: string): boolean {
  return !below.split('/').some((part) => part.startsWith('_') || part.startsWith('.'))
}
