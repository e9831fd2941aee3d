/** Bytes by place. A store never looks into them; formats never know where they come from. */
export interface ByteSource {
  /** as the user named it: for errors on this machine, not for anything that is published */
  readonly name: string
  /** bytes; undefined: not known before the end */
  readonly size: number | undefined
  /** changes when its bytes may have: an etag, or size and time of the last change; absent: nobody else can change it */
  readonly version?: string
  open(): Promise<ByteReader>
  /** gives up what is held between readings; nothing can be opened after it */
  close(): Promise<void>
}

export interface ByteReader {
  /** Fills a beginning of `into`; resolves with the number of bytes, 0 at the end. */
  read(into: Uint8Array): Promise<number>
  /**
   * Fills `into` from `offset` on, beside what `read` reads; resolves with the number of bytes, fewer at the end.
   * undefined: it comes in one order only.
   */
  readAt?(into: Uint8Array, offset: number): Promise<number>
  /** Throws INPUT_CHANGED if the input is not what it was when it was opened. Call after the end. */
  unchanged(): Promise<void>
  close(): Promise<void>
}
