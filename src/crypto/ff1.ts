import { createBlockCipher } from './ecb.ts'

/**
 * FF1 (NIST SP 800-38G): a keyed permutation of the texts of one length over an alphabet of `radix` symbols. A whole
 * column of equal lengths goes through each of the ten rounds with one call of AES.
 * It has no tag: a wrong key gives plausible nonsense.
 */
export interface Ff1 {
  /** `symbols` holds `count` rows of `length` symbols under `radix`, encrypted in place; length: see `ff1Length` */
  encrypt(symbols: Uint8Array, length: number, count: number): void
  decrypt(symbols: Uint8Array, length: number, count: number): void
}

/** Fewest texts an alphabet and length must have: with less, FF1 can be undone by trying (SP 800-38G Rev. 1, second draft). */
export const FF1_DOMAIN = 1_000_000

/** The shortest text of an alphabet that FF1 may encrypt. */
export function ff1Length(radix: number): number {
  let length = 2
  while (radix ** length < FF1_DOMAIN) length++
  return length
}

/** `key` has 32 bytes (16 or 24 for published vectors); `radix` is 2 … 256. */
export function createFf1(key: Uint8Array, radix: number, tweak: Uint8Array): Ff1 {
  if (!(Number.isInteger(radix) && radix >= 2 && radix <= 256)) throw new RangeError('an alphabet has 2 to 256 symbols')
  const encrypt = createBlockCipher(key)
  const shapes = new Map<number, Shape>()
  const shapeOf = (length: number) => {
    const shape = shapes.get(length) ?? shapeFor(encrypt, radix, tweak, length)
    if (shapes.size < 256) shapes.set(length, shape)
    return shape
  }
  const run = (symbols: Uint8Array, length: number, count: number, sign: 1 | -1) => {
    for (let i = 0; i < length * count; i++)
      if (symbols[i]! >= radix) throw new RangeError('a symbol is outside the alphabet')
    const shape = shapeOf(length)
    if (shape.exact) roundsOfNumbers(encrypt, shape, symbols, count, sign)
    else
      for (let i = 0; i < count; i++)
        roundsOfBigInts(encrypt, shape, symbols.subarray(i * length, (i + 1) * length), sign)
  }
  return {
    encrypt: (symbols, length, count) => run(symbols, length, count, 1),
    decrypt: (symbols, length, count) => run(symbols, length, count, -1),
  }
}

/** What depends on the key, the tweak and the length alone. */
interface Shape {
  radix: number
  /** lengths of the two halves */
  u: number
  v: number
  /** bytes of a half as a number, and bytes of a round's output */
  b: number
  d: number
  /** the halves and all products stay whole numbers below 2^53 */
  exact: boolean
  /** CBC-MAC state after P and all blocks of Q that no value changes, and the rest of Q, where round and half go last */
  state: Uint8Array
  rest: Uint8Array
}

function shapeFor(
  encrypt: (blocks: Uint8Array) => Uint8Array,
  radix: number,
  tweak: Uint8Array,
  length: number,
): Shape {
  if (length < ff1Length(radix)) throw new RangeError(`FF1 needs at least ${ff1Length(radix)} symbols of ${radix}`)
  const u = length >> 1
  const v = length - u
  const largest = BigInt(radix) ** BigInt(v) - 1n
  // The bit length of the largest half, in whole numbers: ceil(v * log2(radix)) in floats is one off at radix 256.
  const b = Math.ceil(largest.toString(2).length / 8)
  const d = 4 * Math.ceil(b / 4) + 4
  const p = Buffer.from([1, 2, 1, 0, radix >> 8, radix & 255, 10, u & 255, 0, 0, 0, 0, 0, 0, 0, 0])
  p.writeUInt32BE(length, 8)
  p.writeUInt32BE(tweak.length, 12)
  const q = new Uint8Array(16 * Math.ceil((tweak.length + b + 1) / 16))
  q.set(tweak)
  const changing = 16 * Math.ceil((b + 1) / 16)
  const fixed = q.length - changing
  const state = chain(encrypt, encrypt(p), q.subarray(0, fixed))
  return { radix, u, v, b, d, exact: largest < 2 ** 45, state, rest: q.slice(fixed) }
}

/** CBC-MAC from a state over some blocks. */
function chain(encrypt: (blocks: Uint8Array) => Uint8Array, state: Uint8Array, blocks: Uint8Array): Uint8Array {
  for (let from = 0; from < blocks.length; from += 16) state = encrypt(state.map((byte, j) => byte ^ blocks[from + j]!))
  return state
}

/**
 * All rows at once with floating-point numbers, exact because a half is below 2^45: a half is at most six bytes, so the
 * changing part of Q is one block, the round's output is at most 12 bytes of it, and `remainder` stays below 2^53.
 */
function roundsOfNumbers(
  encrypt: (blocks: Uint8Array) => Uint8Array,
  { radix, u, v, b, d, state, rest }: Shape,
  symbols: Uint8Array,
  count: number,
  sign: 1 | -1,
): void {
  const length = u + v
  let first = new Float64Array(count)
  let second = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    first[i] = numberOf(symbols, i * length, u, radix)
    second[i] = numberOf(symbols, i * length + u, v, radix)
  }
  const template = state.map((byte, j) => byte ^ rest[j]!)
  const blocks = new Uint8Array(16 * count)
  for (let n = 0; n < 10; n++) {
    const round = sign === 1 ? n : 9 - n
    const modulus = radix ** (round % 2 === 0 ? u : v)
    const [changed, key] = sign === 1 ? [first, second] : [second, first]
    for (let i = 0, at = 0; i < count; i++, at += 16) {
      for (let j = 0; j < 16; j++) blocks[at + j] = template[j]!
      blocks[at + 15 - b]! ^= round
      let half = key[i]!
      for (let j = 15; j > 15 - b; j--) {
        blocks[at + j]! ^= half % 256
        half = Math.floor(half / 256)
      }
    }
    const output = encrypt(blocks)
    for (let i = 0; i < count; i++) {
      const sum = changed[i]! + sign * remainder(output, 16 * i, d, modulus)
      changed[i] = sum >= modulus ? sum - modulus : sum < 0 ? sum + modulus : sum
    }
    ;[first, second] = [second, first]
  }
  for (let i = 0; i < count; i++) {
    writeNumber(symbols, i * length, u, radix, first[i]!)
    writeNumber(symbols, i * length + u, v, radix, second[i]!)
  }
}

function numberOf(symbols: Uint8Array, from: number, length: number, radix: number): number {
  let n = 0
  for (let j = 0; j < length; j++) n = n * radix + symbols[from + j]!
  return n
}

function writeNumber(symbols: Uint8Array, from: number, length: number, radix: number, n: number): void {
  for (let j = from + length - 1; j >= from; j--) {
    symbols[j] = n % radix
    n = Math.floor(n / radix)
  }
}

/** A number of `size` bytes, a multiple of four, modulo a number up to 2^45, in the largest steps that stay exact. */
function remainder(bytes: Uint8Array, from: number, size: number, modulus: number): number {
  const width = modulus <= 2 ** 21 ? 4 : modulus <= 2 ** 37 ? 2 : 1
  const base = 256 ** width
  let n = 0
  for (let j = from; j < from + size; j += width) {
    let step = 0
    for (let k = 0; k < width; k++) step = step * 256 + bytes[j + k]!
    n = (n * base + step) % modulus
  }
  return n
}

/** One row with whole numbers of any size. */
function roundsOfBigInts(
  encrypt: (blocks: Uint8Array) => Uint8Array,
  shape: Shape,
  symbols: Uint8Array,
  sign: 1 | -1,
): void {
  const { radix, u, v, b, d, state, rest } = shape
  let first = bigIntOf(symbols.subarray(0, u), radix)
  let second = bigIntOf(symbols.subarray(u), radix)
  const blocks = rest.slice()
  for (let n = 0; n < 10; n++) {
    const round = sign === 1 ? n : 9 - n
    const modulus = BigInt(radix) ** BigInt(round % 2 === 0 ? u : v)
    const [changed, key] = sign === 1 ? [first, second] : [second, first]
    blocks[blocks.length - b - 1] = round
    blocks.set(Buffer.from(key.toString(16).padStart(2 * b, '0'), 'hex'), blocks.length - b)
    const sum = (changed + BigInt(sign) * outputOf(encrypt, chain(encrypt, state, blocks), d)) % modulus
    const next = sum < 0n ? sum + modulus : sum
    ;[first, second] = sign === 1 ? [second, next] : [next, first]
  }
  writeBigInt(symbols.subarray(0, u), radix, first)
  writeBigInt(symbols.subarray(u), radix, second)
}

/** The first `d` bytes of R, AES(R ⊕ 1), AES(R ⊕ 2), … as a number. */
function outputOf(encrypt: (blocks: Uint8Array) => Uint8Array, r: Uint8Array, d: number): bigint {
  const blocks = [r]
  for (let j = 1; 16 * blocks.length < d; j++) {
    const counter = Buffer.from(r)
    counter.writeUInt32BE((counter.readUInt32BE(12) ^ j) >>> 0, 12)
    blocks.push(encrypt(counter))
  }
  return BigInt(`0x${Buffer.concat(blocks).toString('hex', 0, d)}`)
}

function bigIntOf(symbols: Uint8Array, radix: number): bigint {
  const base = BigInt(radix)
  return symbols.reduce((n, symbol) => n * base + BigInt(symbol), 0n)
}

function writeBigInt(symbols: Uint8Array, radix: number, n: bigint): void {
  const base = BigInt(radix)
  for (let j = symbols.length - 1; j >= 0; j--) {
    symbols[j] = Number(n % base)
    n /= base
  }
}
