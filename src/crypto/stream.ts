import { createCipheriv, createDecipheriv } from 'node:crypto'
import { hkdf, lengthPrefixed } from './hkdf.ts'

/**
 * Bytes of any length, encrypted in chunks that can be written and read as they come: the STREAM construction (Hoang,
 * Reyhanitabar, Rogaway, Vizár: Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance, 2015) as age has it, with
 * AES-256-GCM, since node has it in hardware and the chunks of a file never come to 2^32.
 *
 * File: magic 16 | salt 16 | check 16 | chunks. Chunk: up to 64 KiB of text, encrypted, and its tag (16). All but the last are
 * whole; the last is empty only where the text is. Nonce: number of the chunk (11 bytes, big-endian), then 1 for the last
 * chunk and 0 for the others: what is reordered, doubled, left out, cut off or put in another file does not open. Key and check
 * are HKDF of the key that is given, what the bytes are, and the salt: no key encrypts twice, so a counter is nonce
 * enough, and a file does not open under any other key, of which GCM alone would not make sure.
 */
export interface StreamSealer {
  /** stands before the chunks */
  readonly header: Uint8Array
  /** the chunks that these further bytes complete */
  push(bytes: Uint8Array): Uint8Array[]
  /** the last chunk */
  end(): Uint8Array
}

export interface StreamOpener {
  /** the text of the chunks that these further bytes complete. Throws StreamFault */
  push(bytes: Uint8Array): Uint8Array[]
  /** to be called at the end: the text of the last chunk. Throws StreamFault where it is not the last */
  end(): Uint8Array
}

/** What cannot be opened: of another key or another file, or not as it was sealed. */
export class StreamFault extends Error {}

/** Bytes of text in a chunk. */
export const CHUNK = 65_536

/** `salt`: 16 random bytes, new for every file. */
export function sealStream(key: Uint8Array, what: readonly string[], salt: Uint8Array): StreamSealer {
  const derived = derive(key, what, salt)
  const held = Buffer.alloc(CHUNK)
  let size = 0
  let number = 0
  const chunk = (last: 0 | 1) => {
    const cipher = createCipheriv('aes-256-gcm', derived.key, nonceOf(number++, last))
    return Buffer.concat([cipher.update(held.subarray(0, size)), cipher.final(), cipher.getAuthTag()])
  }
  return {
    header: Buffer.concat([MAGIC, salt, derived.check]),
    push(bytes) {
      const chunks: Uint8Array[] = []
      for (let at = 0; at < bytes.length;) {
        // A whole chunk waits for a byte behind it: it may be the last.
        if (size === CHUNK) {
          chunks.push(chunk(0))
          size = 0
        }
        const n = Math.min(CHUNK - size, bytes.length - at)
        held.set(bytes.subarray(at, at + n), size)
        size += n
        at += n
      }
      return chunks
    },
    end: () => chunk(1),
  }
}

/** Opens what `sealStream` made of some bytes under this key as this. */
export function openStream(key: Uint8Array, what: readonly string[]): StreamOpener {
  const held = Buffer.alloc(CHUNK + TAG)
  const header = Buffer.alloc(HEADER)
  let size = 0
  let head = 0
  let number = 0
  let opened: Uint8Array | undefined
  const chunk = (last: 0 | 1): Uint8Array => {
    if (!opened || size < TAG || (last === 1 && size === TAG && number > 0)) throw new StreamFault('it is cut off')
    const decipher = createDecipheriv('aes-256-gcm', opened, nonceOf(number++, last), { authTagLength: TAG })
    decipher.setAuthTag(held.subarray(size - TAG, size))
    const text = decipher.update(held.subarray(0, size - TAG))
    try {
      decipher.final()
    } catch {
      throw new StreamFault(last === 1 ? 'it is cut off, or was changed' : 'a part of it was changed, or moved')
    }
    return text
  }
  const readHeader = () => {
    const salt = header.subarray(MAGIC.length, MAGIC.length + SALT)
    const derived = derive(key, what, salt)
    if (!header.subarray(0, MAGIC.length).equals(MAGIC)) throw new StreamFault('it is no sealed file')
    if (!header.subarray(MAGIC.length + SALT).equals(derived.check))
      throw new StreamFault('it was sealed under another key, or as another file')
    opened = derived.key
  }
  return {
    push(bytes) {
      const texts: Uint8Array[] = []
      let at = Math.min(HEADER - head, bytes.length)
      if (at > 0) {
        header.set(bytes.subarray(0, at), head)
        head += at
        if (head === HEADER) readHeader()
      }
      while (at < bytes.length) {
        if (size === held.length) {
          texts.push(chunk(0))
          size = 0
        }
        const n = Math.min(held.length - size, bytes.length - at)
        held.set(bytes.subarray(at, at + n), size)
        size += n
        at += n
      }
      return texts
    },
    end: () => chunk(1),
  }
}

const MAGIC = Buffer.from('perde-sealed/1\n\0')
const SALT = 16
const CHECK = 16
const TAG = 16
const HEADER = MAGIC.length + SALT + CHECK

function derive(root: Uint8Array, what: readonly string[], salt: Uint8Array): { key: Uint8Array; check: Uint8Array } {
  const info = ['perde', '1', 'sealed stream', ...what, Buffer.from(salt).toString('hex')]
  const derived = Buffer.from(hkdf(root, lengthPrefixed(info), 32 + CHECK))
  return { key: derived.subarray(0, 32), check: derived.subarray(32) }
}

function nonceOf(number: number, last: 0 | 1): Uint8Array {
  const nonce = Buffer.alloc(12)
  nonce.writeBigUInt64BE(BigInt(number), 3)
  nonce[11] = last
  return nonce
}
