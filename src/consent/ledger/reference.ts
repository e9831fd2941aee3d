import { REF_BYTES } from '../subject-ref.ts'
import { REF_CHARS } from './line.ts'

/** A subject reference as it stands in a line: 16 bytes as base64url. */
export function encodeRef(refs: Uint8Array, subject: number): string {
  return Buffer.from(refs.buffer, refs.byteOffset + subject * REF_BYTES, REF_BYTES).toString('base64url')
}

/** Reads the 22 characters at `at` into 16 bytes; false where they are no reference. Per line, so without a string. */
export function decodeRef(bytes: Uint8Array, at: number, into: Uint8Array): boolean {
  let bits = 0
  let held = 0
  let out = 0
  for (let i = 0; i < REF_CHARS; i++) {
    const value = VALUE[bytes[at + i]!]!
    if (value < 0) return false
    bits = ((bits << 6) | value) & 0xffff
    held += 6
    if (held >= 8) {
      held -= 8
      into[out++] = (bits >>> held) & 0xff
    }
  }
  return (bits & ((1 << held) - 1)) === 0
}

const VALUE = new Int8Array(256).fill(-1)
for (const [i, letter] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'].entries())
  VALUE[letter.charCodeAt(0)] = i
