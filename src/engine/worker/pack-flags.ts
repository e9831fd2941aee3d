/** Flags of records, 0 or 1 each, of which only those with `keep` 1 are written. */
export function packFlags(flags: Uint8Array, keep: Uint8Array): Uint8Array {
  const bits = new Uint8Array(Math.ceil(flags.length / 8))
  let n = 0
  for (let row = 0; row < flags.length; row++)
    if (keep[row] === 1) {
      if (flags[row] === 1) bits[n >> 3]! |= 1 << (n & 7)
      n++
    }
  return bits.slice(0, Math.ceil(n / 8))
}
