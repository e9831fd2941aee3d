import { createCipheriv } from 'node:crypto'

/**
 * AES on whole blocks, the permutation that CMAC, SIV and FF1 are built from. One cipher object a key: making one
 * costs more than encrypting thousands of blocks, and ECB carries no state from call to call.
 * `key` has 16, 24 or 32 bytes; the argument's length is a multiple of 16; the result is a new array.
 */
export function createBlockCipher(key: Uint8Array): (blocks: Uint8Array) => Uint8Array {
  const cipher = createCipheriv(`aes-${key.length * 8}-ecb`, key, null).setAutoPadding(false)
  return (blocks) => cipher.update(blocks)
}

/** Multiplication by x in GF(2^128) with the polynomial of CMAC and SIV (RFC 4493, section 2.3; RFC 5297, section 2.3). */
export function double(block: Uint8Array): Uint8Array {
  const out = new Uint8Array(16)
  for (let i = 0; i < 15; i++) out[i] = (block[i]! << 1) | (block[i + 1]! >> 7)
  out[15] = (block[15]! << 1) ^ (block[0]! & 0x80 ? 0x87 : 0)
  return out
}
