import type { Layout, TextAround } from '../../io/formats/format.ts'

/** What one pass over an input has learnt when it is over. */
export interface Pass {
  bytes: number
  sha256: string
  /** what stands behind the last record; empty where records stand alone */
  after: Uint8Array
  /** names and values of the document around the records */
  around: readonly TextAround[]
}

export interface Block {
  layout: Layout
  /** in the text inside the input */
  offset: number
  /** bytes of the input as it is stored that were read so far */
  read: number
  bytes: Uint8Array
  /** with the first block of an input: what stands in front of its records */
  before?: Uint8Array
}
