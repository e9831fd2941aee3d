/** The beginning of a Zstandard frame (RFC 8878, 3.1.1.1). */
export interface FrameHeader {
  /** bytes of the header, the magic number included */
  length: number
  /** bytes that blocks may refer back to, and so what a reader holds */
  window: number
  /** the last four bytes of the frame are a digest of what is in it */
  checksum: boolean
  /** needs a dictionary that the frame does not carry */
  dictionary: boolean
}

export const FRAME_MAGIC = 0xfd2fb528
/** magic number, descriptor, window, dictionary, size */
export const LONGEST_HEADER = 18
/** A block has a header of three bytes. */
export const BLOCK_HEADER = 3
/** What a block may hold, however large the window is. */
export const LARGEST_BLOCK = 128 * 1024

/** A frame that holds no data for this reader: its magic number is one of sixteen. */
export function isSkippable(magic: number): boolean {
  return magic >>> 4 === 0x184d2a5
}

/** Bytes of the header of the frame whose magic number and descriptor are given. */
export function headerLength(descriptor: number): number {
  const single = (descriptor >> 5) & 1
  const size = descriptor >> 6
  return 5 + (1 - single) + [0, 1, 2, 4][descriptor & 3]! + (size === 0 ? single : 1 << size)
}

/** undefined: a bit is set that the format reserves. `bytes`: the whole header. */
export function readHeader(bytes: Uint8Array): FrameHeader | undefined {
  const descriptor = bytes[4]!
  if ((descriptor & 8) !== 0) return undefined
  const single = ((descriptor >> 5) & 1) === 1
  const size = descriptor >> 6
  const length = headerLength(descriptor)
  const width = size === 0 ? Number(single) : 1 << size
  let window = 0
  if (single) {
    for (let b = 0; b < width; b++) window += bytes[length - width + b]! * 2 ** (8 * b)
    if (width === 2) window += 256
  } else {
    const base = 2 ** (10 + (bytes[5]! >> 3))
    window = base + (base / 8) * (bytes[5]! & 7)
  }
  return { length, window, checksum: (descriptor & 4) !== 0, dictionary: (descriptor & 3) !== 0 }
}

/** A block by its header: bytes that follow it; undefined: a kind or size that no writer makes. */
export function readBlock(header: Uint8Array): { length: number; last: boolean } | undefined {
  const bits = header[0]! | (header[1]! << 8) | (header[2]! << 16)
  const [last, kind, size] = [(bits & 1) === 1, (bits >> 1) & 3, bits >> 3]
  if (kind === 3 || size > LARGEST_BLOCK) return undefined
  // One byte that stands for many.
  return { length: kind === 1 ? 1 : size, last }
}
