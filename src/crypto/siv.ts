import { timingSafeEqual } from 'node:crypto'
import { createCmac } from './cmac.ts'
import { createBlockCipher, double } from './ecb.ts'

/** Texts in a row: value `i` is `bytes[offsets[i]] … bytes[offsets[i + 1]]`. */
export interface Rows {
  bytes: Uint8Array
  offsets: Uint32Array
}

/**
 * AES-SIV (RFC 5297): deterministic authenticated encryption. Equal plaintexts give equal ciphertexts and nothing else
 * shows but the length; a wrong key or a changed byte is noticed. The associated data is fixed for a whole column.
 */
export interface Siv {
  /** value → 16 bytes of synthetic IV and the ciphertext */
  seal(packed: Uint8Array, offsets: Uint32Array, count: number): Rows
  /** the plaintext, or undefined if this is not a ciphertext under this key and associated data */
  open(sealed: Uint8Array): Uint8Array | undefined
}

/** `key` has 64 bytes (32 or 48 for published vectors): one half for S2V, one for CTR. */
export function createSiv(key: Uint8Array, associated: readonly Uint8Array[] = []): Siv {
  const half = key.length / 2
  const { mac } = createCmac(key.subarray(0, half))
  const encrypt = createBlockCipher(key.subarray(half))
  const one = (bytes: Uint8Array) => mac(bytes, Uint32Array.of(0, bytes.length), 1)

  // Everything of S2V before the plaintext: the same for all values.
  let start = one(new Uint8Array(16))
  for (const data of associated) start = xor(double(start), one(data))
  const startOfShort = double(start)

  function syntheticIvs(packed: Uint8Array, offsets: Uint32Array, count: number): Uint8Array {
    const masked = {
      bytes: new Uint8Array(offsets[count]! - offsets[0]! + 16 * count),
      offsets: new Uint32Array(count + 1),
    }
    let to = 0
    for (let i = 0; i < count; i++) {
      const from = offsets[i]!
      const length = offsets[i + 1]! - from
      masked.bytes.set(packed.subarray(from, from + length), to)
      if (length < 16) masked.bytes[to + length] = 0x80
      const size = Math.max(16, length)
      const mask = length < 16 ? startOfShort : start
      for (let j = 0; j < 16; j++) masked.bytes[to + size - 16 + j]! ^= mask[j]!
      masked.offsets[i + 1] = to += size
    }
    return mac(masked.bytes, masked.offsets, count)
  }

  function seal(packed: Uint8Array, offsets: Uint32Array, count: number): Rows {
    const ivs = syntheticIvs(packed, offsets, count)
    const stream = encrypt(counters(ivs, offsets, count))
    const out = {
      bytes: new Uint8Array(offsets[count]! - offsets[0]! + 16 * count),
      offsets: new Uint32Array(count + 1),
    }
    let to = 0
    for (let i = 0, block = 0; i < count; i++) {
      const from = offsets[i]!
      const length = offsets[i + 1]! - from
      for (let j = 0; j < 16; j++) out.bytes[to++] = ivs[16 * i + j]!
      for (let j = 0; j < length; j++) out.bytes[to++] = packed[from + j]! ^ stream[16 * block + j]!
      block += (length + 15) >> 4
      out.offsets[i + 1] = to
    }
    return out
  }

  function open(sealed: Uint8Array): Uint8Array | undefined {
    if (sealed.length < 16) return undefined
    const iv = sealed.subarray(0, 16)
    // A Buffer's own `slice` would be the caller's bytes.
    const text = new Uint8Array(sealed.subarray(16))
    const offsets = Uint32Array.of(0, text.length)
    const stream = encrypt(counters(iv, offsets, 1))
    for (let j = 0; j < text.length; j++) text[j]! ^= stream[j]!
    return timingSafeEqual(syntheticIvs(text, offsets, 1), iv) ? text : undefined
  }
  return { seal, open }
}

/** The counter blocks of all values: each starts at its IV with two bits cleared, so that 32 bits of counting never carry. */
function counters(ivs: Uint8Array, offsets: Uint32Array, count: number): Uint8Array {
  let total = 0
  for (let i = 0; i < count; i++) total += (offsets[i + 1]! - offsets[i]! + 15) >> 4
  const out = new Uint8Array(16 * total)
  const view = new DataView(out.buffer)
  for (let i = 0, to = 0; i < count; i++) {
    const blocks = (offsets[i + 1]! - offsets[i]! + 15) >> 4
    for (let n = 0; n < blocks; n++, to += 16) {
      for (let j = 0; j < 16; j++) out[to + j] = ivs[16 * i + j]!
      out[to + 8]! &= 0x7f
      out[to + 12]! &= 0x7f
      view.setUint32(to + 12, view.getUint32(to + 12) + n)
    }
  }
  return out
}

function xor(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((byte, i) => byte ^ b[i]!)
}
