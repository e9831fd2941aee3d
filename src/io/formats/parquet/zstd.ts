import { decompress, Decompress } from 'fzstd'
import { Damaged } from './damaged.ts'

/** The largest window that is kept: what zstd's own tools accept without being asked. */
const MOST_WINDOW = 128 * 1024 * 1024

/** A Zstandard frame (RFC 8878) into exactly `size` bytes. Throws Damaged. */
export function unpackZstd(bytes: Uint8Array, size: number): Uint8Array {
  const claimed = contentSize(bytes)
  try {
    // The size is told: it is unpacked where it will stay, and nothing else is taken for it.
    if (claimed === size && size > 0) return decompress(bytes, new Uint8Array(size))
    if (claimed !== undefined && claimed !== size) throw broken()
    return streamed(bytes, size)
  } catch (e) {
    throw e instanceof Damaged ? e : broken()
  }
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

/** What the frame's header says; undefined: nothing. Throws Damaged for what is no frame, or asks for too much memory. */
function contentSize(bytes: Uint8Array): number | undefined {
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
  if (width === 0) return undefined
  let size = 0
  for (let b = 0; b < width; b++) size += bytes[at + b]! * 2 ** (8 * b)
  return width === 2 ? size + 256 : size
}

function broken(): Damaged {
  return new Damaged('a page is not packed as zstd')
}
