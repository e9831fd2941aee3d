/** A copy of bytes, for what outlives the memory that they stand in. A Buffer's own `slice` is none: it shows the same memory. */
export function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes)
}
