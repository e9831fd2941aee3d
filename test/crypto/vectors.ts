import { readFileSync } from 'node:fs'

interface Ff1Vector {
  radix: number
  key: string
  tweak: string
}

interface Vectors {
  aes_cmac: { name: string; key: string; msg: string; mac: string }[]
  ff1_nist: (Ff1Vector & { sample: number; ptDigits: number[]; ctDigits: number[] })[]
  wycheproof_ff1: (Ff1Vector & {
    file: string
    tcId: number
    pt: number[]
    ct: number[]
    result: string
    flags: string[]
  })[]
  aes_siv_rfc5297: { name: string; key: string; ad: string[]; pt: string; out: string }[]
  wycheproof_aes_siv_cmac: { tcId: number; key: string; aad: string; pt: string; ct: string; result: string }[]
  hkdf_rfc5869: { name: string; ikm: string; salt: string; info: string; L: number; okm: string }[]
  wycheproof_hkdf_sha256: { tcId: number; ikm: string; salt: string; info: string; size: number; okm: string }[]
}

/** Published vectors; see SOURCES.md beside the file. */
export const vectors = JSON.parse(
  readFileSync(new URL('../vectors/cryptography/vectors.json', import.meta.url), 'utf8'),
) as Vectors

export function hex(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'hex'))
}
