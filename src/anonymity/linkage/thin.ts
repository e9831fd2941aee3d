/** Rows whose seeds end in the fewest zero bits that leave at most so many: which ones does not depend on their order. */
export function thinned(seeds: Float64Array, most: number): Uint32Array {
  const bits = thinningBits(seeds, most)
  const rows: number[] = []
  for (let row = 0; row < seeds.length; row++) if (survives(seeds[row]!, bits)) rows.push(row)
  return Uint32Array.from(rows)
}

/** Least number of zero bits that leaves at most `most` of the seeds, and at least `from`. */
export function thinningBits(seeds: ArrayLike<number>, most: number, from = 0): number {
  const atLeast = new Float64Array(34)
  for (let i = 0; i < seeds.length; i++) atLeast[zeroBits(seeds[i]!)]!++
  for (let bits = 32; bits >= 0; bits--) atLeast[bits]! += atLeast[bits + 1]!
  let bits = from
  while (bits < 32 && atLeast[bits]! > most) bits++
  return bits
}

/** One seed in 2^bits does. */
export function survives(seed: number, bits: number): boolean {
  return bits === 0 || zeroBits(seed) >= bits
}

/** Zero bits at the end of the lower 32. */
function zeroBits(seed: number): number {
  const low = seed >>> 0
  return low === 0 ? 32 : 31 - Math.clz32(low & -low)
}
