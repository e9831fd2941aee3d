import { hash53 } from '../../detect/sketch.ts'
import type { WrittenTokens } from './measure.ts'

/** Any fixed one: the codes never leave the process. */
const SEED = 0x0c1a55

const HALF = 2 ** 32

/**
 * The class that each record was in before anything was done to it, as a code of 53 bits: the XOR of the codes of its
 * original values, each with its field, as `Measure` makes the classes of what is written. Two classes of a sample have
 * the same code with a probability of 2⁻⁵³.
 */
export function originalClasses(
  fields: readonly { path: string; tokens: WrittenTokens }[],
  records: number,
): Float64Array {
  const high = new Uint32Array(records)
  const low = new Uint32Array(records)
  for (const { path, tokens } of fields) {
    const codes = tokens.distinct.map((token) => hash53(`${path.length}:${path}=${token}`, SEED))
    for (let row = 0; row < records; row++) {
      const number = tokens.numbers[row]!
      // As in the classes that are written, null adds nothing.
      if (number < 0) continue
      high[row]! ^= Math.floor(codes[number]! / HALF)
      low[row]! ^= codes[number]! >>> 0
    }
  }
  return Float64Array.from(high, (top, row) => top * HALF + low[row]!)
}
