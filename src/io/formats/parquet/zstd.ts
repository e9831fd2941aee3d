import { decompress, Decompress } from 'fzstd'
import { Damaged } from './damaged.ts'

/** The largest window that is kept: what zstd's own tools accept without being asked. */
const MOST_WINDOW = 128 * 1024 * 1024

/**
 * A Zstandard frame (RFC 8878) into exactly `size` bytes. fzstd writes where it is told and does not say how much: what does not
 * fit is lost and what is missing stays zero, without a word. A block of a mark behind the last shows where that ended.
 * Throws Damaged.
 */
export function unpackZstd(bytes: Uint8Array, size: number): Uint8Array {
  const { claimed, blocks, checked } = headerOf(bytes)
  if (claimed !== undefined && claimed !== size) throw broken()
  try {
    const last = lastBlock(bytes, blocks)
    // More frames than one begin anew in what is given, so they are unpacked piece by piece.
    if (last.end + checked !== bytes.length) return streamed(bytes, size)
    const frame = Buffer.concat([bytes.subarray(0, last.end), MARK_BLOCK, bytes.subarray(last.end)])
    frame[last.at]! &= 0xfe
    const out = new Uint8Array(size + MARK.length)
    decompress(frame, out)
    if (MARK.compare(out, size) !== 0) throw broken()
    return out.subarray(0, size)
  } catch (e) {
    throw e instanceof Damaged ? e : broken()
  }
}

const MARK = Buffer.from('6f8a1c95d37be420', 'hex')
/** It stands as it is, and is the last. */
const MARK_BLOCK = Buffer.concat([Buffer.of(1 | (MARK.length << 3), 0, 0), MARK])

/** Where the last block of a frame begins, and where it ends. Throws Damaged. */
function lastBlock(bytes: Uint8Array, blocks: number): { at: number; end: number } {
  for (let at = blocks; at + 3 <= bytes.length;) {
    const head = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16)
    // Of a byte that is repeated only the byte stands there.
    const end = at + 3 + (((head >> 1) & 3) === 1 ? 1 : head >> 3)
    if (end > bytes.length) break
    if ((head & 1) !== 0) return { at, end }
    at = end
  }
  throw broken()
}

function streamed(bytes: Uint8Array, size: number): Uint8Array {
  const parts: Uint8Array[] = []
  let total = 0
  const stream = new Decompress((chunk) => {
    total += chunk.length
    if (total > size) throw broken()
    parts.push(chunk)
  })
  stream.push(bytes, true)
  if (total !== size) throw broken()
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts)
}

interface FrameHeader {
  /** bytes that the frame says that it holds; undefined: it does not say */
  claimed: number | undefined
  /** where its blocks begin */
  blocks: number
  /** bytes of the checksum behind them */
  checked: 0 | 4
}

/** Throws Damaged for what is no frame, or asks for too much memory. */
function headerOf(bytes: Uint8Array): FrameHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  if (bytes.length < 9 || view.getUint32(0, true) !== 0xfd2fb528) throw broken()
  const flags = bytes[4]!
  const single = (flags >> 5) & 1
  const dictionary = [0, 1, 2, 4][flags & 3]!
  const width = flags >> 6 === 0 ? single : 1 << (flags >> 6)
  const at = 6 - single + dictionary
  if (at + width > bytes.length) throw broken()
  if (!single) {
    const base = 2 ** (10 + (bytes[5]! >> 3))
    if (base + (base / 8) * (bytes[5]! & 7) > MOST_WINDOW) throw broken()
  }
  const rest = { blocks: at + width, checked: (flags & 4) !== 0 ? 4 : 0 } as const
  if (width === 0) return { claimed: undefined, ...rest }
  let size = 0
  for (let b = 0; b < width; b++) size += bytes[at + b]! * 2 ** (8 * b)
  return { claimed: width === 2 ? size + 256 : size, ...rest }
}

function broken(): Damaged {
  return new Damaged('a page is not packed as zstd')
}
