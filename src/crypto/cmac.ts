import { createCipheriv } from 'node:crypto'
import { createBlockCipher, double } from './ecb.ts'

/**
 * AES-CMAC (NIST SP 800-38B, RFC 4493) over a whole column at a time: step b adds block b of every value that still has
 * one to that value's state and encrypts all states with a single call, on a cipher made once a key.
 *
 * Whoever holds the key can decrypt a whole block of AES, so a CMAC, unlike an HMAC, must not leave the process
 * entire: a short value could be read back from it. Whatever is written anywhere takes `truncated`, at most 10 of the
 * 16 bytes of one evaluation; longer outputs are two truncated evaluations under two derived keys.
 */
export interface Cmac {
  /** 16 bytes a value, for building other primitives (SIV); never for output */
  mac(packed: Uint8Array, offsets: Uint32Array, count: number): Uint8Array
  /** the first `bytes` ≤ 10 bytes of every value's CMAC, row after row */
  truncated(packed: Uint8Array, offsets: Uint32Array, count: number, bytes: number): Uint8Array
}

/** Most bytes of one evaluation that may be given out. */
export const CMAC_OUTPUT = 10

/** A keyed function for batches; `key` has 32 bytes (16 or 24 for published vectors). Input: see `createPacker`. */
export function createCmac(key: Uint8Array): Cmac {
  const encrypt = createBlockCipher(key)
  const k1 = double(encrypt(new Uint8Array(16)))
  const k2 = double(k1)

  function mac(packed: Uint8Array, offsets: Uint32Array, count: number): Uint8Array {
    const states = new Uint8Array(16 * count)
    const { steps, order, longest } = orderBySteps(offsets, count)
    for (let step = 0, active = count; step < longest; step++) {
      while (steps[order[active - 1]!]! <= step) active--
      for (let slot = 0; slot < active; slot++) {
        const value = order[slot]!
        const end = offsets[value + 1]!
        let from = offsets[value]! + 16 * step
        if (step + 1 < steps[value]!) addBlock(states, 16 * slot, packed, from)
        else {
          if (end - from > CHAINED) {
            const last = end - 1 - ((end - 1 - from) & 15)
            states.set(chain(key, packed.subarray(from, last)), 16 * slot)
            from = last
          }
          addLastBlock(states, 16 * slot, packed, from, end - from, k1, k2)
        }
      }
      states.set(encrypt(active === count ? states : states.subarray(0, 16 * active)))
    }
    return longest > 1 ? inOrderOfValues(states, order) : states
  }

  function truncated(packed: Uint8Array, offsets: Uint32Array, count: number, bytes: number): Uint8Array {
    if (!(bytes <= CMAC_OUTPUT)) throw new RangeError(`at most ${CMAC_OUTPUT} bytes of a CMAC may be given out`)
    const states = mac(packed, offsets, count)
    const out = new Uint8Array(bytes * count)
    for (let i = 0, to = 0; i < count; i++) for (let j = 0; j < bytes; j++) out[to++] = states[16 * i + j]!
    return out
  }
  return { mac, truncated }
}

/** A value longer than this is chained alone up to its last block and takes one step, so that it costs the batch none. */
const CHAINED = 2048

/** The number of steps of each value, and the values by it, longest first: those of one step are a prefix of the states. */
function orderBySteps(offsets: Uint32Array, count: number) {
  const steps = new Uint8Array(count)
  const order = new Uint32Array(count)
  const having = new Uint32Array(CHAINED / 16 + 1)
  let longest = Math.min(count, 1)
  for (let i = 0; i < count; i++) {
    const length = offsets[i + 1]! - offsets[i]!
    const n = length === 0 || length > CHAINED ? 1 : (length + 15) >> 4
    steps[i] = n
    order[i] = i
    having[n]!++
    if (n > longest) longest = n
  }
  if (longest === 1) return { steps, order, longest }
  for (let n = longest, first = 0; n > 0; n--) {
    const size = having[n]!
    having[n] = first
    first += size
  }
  for (let i = 0; i < count; i++) order[having[steps[i]!]!++] = i
  return { steps, order, longest }
}

function addBlock(states: Uint8Array, at: number, packed: Uint8Array, from: number): void {
  for (let j = 0; j < 16; j++) states[at + j]! ^= packed[from + j]!
}

/** A whole last block is masked with K1; a short one is filled up with a one bit and zeros and masked with K2. */
function addLastBlock(
  states: Uint8Array,
  at: number,
  packed: Uint8Array,
  from: number,
  length: number,
  k1: Uint8Array,
  k2: Uint8Array,
): void {
  const mask = length === 16 ? k1 : k2
  for (let j = 0; j < length; j++) states[at + j]! ^= packed[from + j]! ^ mask[j]!
  for (let j = length; j < 16; j++) states[at + j]! ^= mask[j]!
  if (length < 16) states[at + length]! ^= 0x80
}

/** The CBC-MAC state after some whole blocks. */
function chain(key: Uint8Array, blocks: Uint8Array): Uint8Array {
  return createCipheriv(`aes-${key.length * 8}-cbc`, key, new Uint8Array(16))
    .setAutoPadding(false)
    .update(blocks)
    .subarray(-16)
}

function inOrderOfValues(states: Uint8Array, order: Uint32Array): Uint8Array {
  const out = new Uint8Array(states.length)
  for (let slot = 0; slot < order.length; slot++) {
    const from = 16 * slot
    const to = 16 * order[slot]!
    for (let j = 0; j < 16; j++) out[to + j] = states[from + j]!
  }
  return out
}
