import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { hkdf, lengthPrefixed } from './hkdf.ts'

/**
 * Bytes encrypted as a whole: salt 16 | ciphertext | tag 16. AES-256-GCM (NIST SP 800-38D) under a key that HKDF makes of
 * `key` (32 bytes), what the bytes are, and the salt, so that no key seals twice and the nonce may be constant.
 */
export function seal(key: Uint8Array, what: readonly string[], plain: Uint8Array): Buffer {
  const salt = randomBytes(SALT)
  const cipher = createCipheriv('aes-256-gcm', keyOf(key, what, salt), NONCE)
  return Buffer.concat([salt, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** Undefined where the bytes were not sealed under this key as this, or are not whole. */
export function unseal(key: Uint8Array, what: readonly string[], sealed: Uint8Array): Buffer | undefined {
  if (sealed.length < SALT + TAG) return undefined
  const salt = sealed.subarray(0, SALT)
  const decipher = createDecipheriv('aes-256-gcm', keyOf(key, what, salt), NONCE, { authTagLength: TAG })
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG))
  const plain = decipher.update(sealed.subarray(SALT, sealed.length - TAG))
  try {
    decipher.final()
  } catch {
    return undefined
  }
  return plain
}

const SALT = 16
const TAG = 16
const NONCE = new Uint8Array(12)

function keyOf(key: Uint8Array, what: readonly string[], salt: Uint8Array): Uint8Array {
  return hkdf(key, lengthPrefixed(['perde', '1', 'sealed', ...what, Buffer.from(salt).toString('hex')]), 32)
}
