/** RFC 4648 base32 in lower case and without padding: letters and 2–7, so a token survives any case and any file name. */

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'

/** Two characters for every 10 bits, as the two bytes of one table entry each. */
const FIRST = Uint8Array.from({ length: 1024 }, (_, bits) => ALPHABET.charCodeAt(bits >> 5))
const SECOND = Uint8Array.from({ length: 1024 }, (_, bits) => ALPHABET.charCodeAt(bits & 31))

/** Base32 of some bytes; the last character is filled up with zero bits. */
export function base32(bytes: Uint8Array): string {
  const padded = new Uint8Array(Math.ceil(bytes.length / 5) * 5)
  padded.set(bytes)
  return (base32Rows(padded, padded.length, 1)[0] ?? '').slice(0, Math.ceil((bytes.length * 8) / 5))
}

/**
 * Base32 of `count` rows of `size` bytes each, `size` a multiple of 5. The strings are slices of one string of the
 * batch: flatten those that outlive it.
 */
export function base32Rows(bytes: Uint8Array, size: number, count: number): string[] {
  const rows = new Array<string>(count)
  const width = (size / 5) * 8
  const all = base32Characters(bytes, size * count).toString('latin1')
  for (let i = 0, at = 0; i < count; i++, at += width) rows[i] = all.slice(at, at + width)
  return rows
}

function base32Characters(bytes: Uint8Array, length: number): Buffer {
  const out = Buffer.allocUnsafe((length / 5) * 8)
  let at = 0
  for (let i = 0; i < length; i += 5) {
    const high = (bytes[i]! << 12) | (bytes[i + 1]! << 4) | (bytes[i + 2]! >> 4)
    const low = ((bytes[i + 2]! & 15) << 16) | (bytes[i + 3]! << 8) | bytes[i + 4]!
    const a = high >> 10
    const b = high & 1023
    const c = low >> 10
    const d = low & 1023
    out[at] = FIRST[a]!
    out[at + 1] = SECOND[a]!
    out[at + 2] = FIRST[b]!
    out[at + 3] = SECOND[b]!
    out[at + 4] = FIRST[c]!
    out[at + 5] = SECOND[c]!
    out[at + 6] = FIRST[d]!
    out[at + 7] = SECOND[d]!
    at += 8
  }
  return out
}
