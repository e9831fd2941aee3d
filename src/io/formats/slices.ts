/**
 * Bytes with Node's own methods. Slicing to text skips the checks of `toString` and is twice as fast on the short
 * cells that tables are made of; a far byte is found ten times as fast as by `indexOf` of a plain array.
 */
interface SlicingBuffer extends Buffer {
  latin1Slice(start: number, end: number): string
  hexSlice(start: number, end: number): string
  utf8Slice(start: number, end: number): string
}

export type TextSource = SlicingBuffer

export function textSource(bytes: Uint8Array): TextSource {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length) as SlicingBuffer
}
