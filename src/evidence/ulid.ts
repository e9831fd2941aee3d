import { randomBytes } from 'node:crypto'

// Crockford's base 32: no I, L, O, U. https://github.com/ulid/spec
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const TIME_CHARS = 10
const RANDOM_CHARS = 16
const MAX_TIME = 2 ** 48 - 1

/** 26 characters; the first is at most 7, because 26 × 5 = 130 bits hold 128. */
export const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/

/**
 * A ULID: 48 bits of time in milliseconds, 80 random bits. Sorts by time; says nothing about who made it.
 * `random` is 10 bytes.
 */
export function ulid(now: number = Date.now(), random: Uint8Array = randomBytes(10)): string {
  if (!Number.isInteger(now) || now < 0 || now > MAX_TIME) throw new RangeError('time of a ULID is out of range')
  if (random.length !== 10) throw new RangeError('a ULID takes 10 random bytes')
  return base32(BigInt(now), TIME_CHARS) + base32(bigEndian(random), RANDOM_CHARS)
}

export function isUlid(text: string): boolean {
  return ULID.test(text)
}

/** Milliseconds since 1970 of a ULID. */
export function ulidTime(text: string): number {
  if (!isUlid(text)) throw new RangeError('not a ULID')
  let time = 0
  for (const char of text.slice(0, TIME_CHARS)) time = time * 32 + ALPHABET.indexOf(char)
  return time
}

/** A UUID of version 7 (RFC 9562) with the same time and the same chance, but for the six bits that say that it is one. */
export function ulidUuid(text: string): string {
  if (!isUlid(text)) throw new RangeError('not a ULID')
  const bits = [...text].reduce((value, char) => (value << 5n) | BigInt(ALPHABET.indexOf(char)), 0n)
  const marked = (bits & ~((0xfn << 76n) | (3n << 62n))) | (7n << 76n) | (2n << 62n)
  return marked
    .toString(16)
    .padStart(32, '0')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

function base32(value: bigint, chars: number): string {
  let text = ''
  for (let shift = BigInt(chars * 5 - 5); shift >= 0n; shift -= 5n) text += ALPHABET[Number((value >> shift) & 31n)]
  return text
}

function bigEndian(bytes: Uint8Array): bigint {
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n)
}
