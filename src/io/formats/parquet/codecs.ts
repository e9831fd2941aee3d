import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { Damaged } from './damaged.ts'
import { unpackHadoopLz4, unpackLz4 } from './lz4.ts'
import { packSnappy, unpackSnappy } from './snappy.ts'
import { unpackZstd } from './zstd.ts'

/** How pages are packed: its number in the format. LZO is not read: nothing has written it for years. */
const CODECS = ['none', 'snappy', 'gzip', 'lzo', 'brotli', 'lz4', 'zstd', 'lz4_raw'] as const

export type Compression = 'none' | 'snappy' | 'gzip'

export function codecNumber(compression: Compression): number {
  return CODECS.indexOf(compression)
}

/** Unpacks into exactly `size` bytes. Throws Damaged. */
export function unpack(codec: number, bytes: Uint8Array, size: number): Uint8Array {
  switch (CODECS[codec]) {
    case 'none':
      if (bytes.length !== size) throw new Damaged('a page has another size than its header says')
      return bytes
    case 'snappy':
      return unpackSnappy(bytes, size)
    case 'gzip':
      return native(() => gunzipSync(bytes, { maxOutputLength: Math.max(size, 1) }), size)
    case 'brotli':
      return native(() => brotliDecompressSync(bytes, { maxOutputLength: Math.max(size, 1) }), size)
    case 'zstd':
      return unpackZstd(bytes, size)
    case 'lz4':
      return unpackHadoopLz4(bytes, size)
    case 'lz4_raw':
      return unpackLz4(bytes, size)
    default:
      throw new Damaged('a column is packed in a way that is not known')
  }
}

function native(call: () => Uint8Array, size: number): Uint8Array {
  let out: Uint8Array
  try {
    out = call()
  } catch {
    throw new Damaged('a page is not packed as its column says')
  }
  if (out.length !== size) throw new Damaged('a page has another size than its header says')
  return out
}

export function pack(compression: Compression, bytes: Uint8Array): Uint8Array {
  if (compression === 'snappy') return packSnappy(bytes)
  if (compression === 'none') return bytes
  const packed = gzipSync(bytes)
  // The header's name of the operating system, which would differ between machines.
  packed[9] = 255
  return packed
}
