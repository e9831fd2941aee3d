import { hkdfSync } from 'node:crypto'

/** HKDF-SHA-256 (RFC 5869) without salt: the input is a uniformly random root, so extraction needs none. */
export function hkdf(root: Uint8Array, info: Uint8Array, bytes: number): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', root, new Uint8Array(0), info, bytes))
}

/** The parts, each behind its length in four bytes, so that no two lists give the same bytes ("a", "bc" is not "ab", "c"). */
export function lengthPrefixed(parts: readonly string[]): Uint8Array {
  const pieces = parts.flatMap((part) => {
    const bytes = Buffer.from(part.normalize('NFC'))
    const length = Buffer.alloc(4)
    length.writeUInt32BE(bytes.length)
    return [length, bytes]
  })
  return Buffer.concat(pieces)
}
