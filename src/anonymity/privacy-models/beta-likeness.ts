import { ROUNDING, type Histogram, type PrivacyModel } from './privacy-model.ts'

/**
 * β-likeness: no class makes a sensitive value relatively more likely than the whole input by more than β:
 * (q − p) / p ≤ β; `enhanced`: ≤ min(β, −ln p), which also bounds common values. J. Cao and P. Karras, "Publishing microdata
 * with a robust privacy guarantee", PVLDB 5(11), 2012. Values that become less likely are not bounded. Cost: a division a
 * value. `whole`: shares of the whole input.
 */
export function betaLikeness(
  beta: number,
  field: number,
  whole: Float64Array,
  variant: 'basic' | 'enhanced',
): PrivacyModel {
  const bound = Float64Array.from(whole, (p) => (variant === 'basic' ? beta : Math.min(beta, -Math.log(p))))
  return {
    name: `${variant} ${beta}-likeness`,
    field,
    monotone: 'merging',
    holds: (size, { counts, present, distinct }) => {
      for (let i = 0; i < distinct; i++) {
        const v = present[i]!
        const gain = (counts[v]! / size - whole[v]!) / whole[v]!
        if (gain > ROUNDING && gain > bound[v]! + ROUNDING) return false
      }
      return true
    },
    reached: (size, histogram) => `a gain of ${largestGain(size, histogram, whole).toFixed(3)}`,
  }
}

/** The largest relative gain of a value in a class: the β that it reaches; 0 where none gains. */
export function largestGain(size: number, { counts, present, distinct }: Histogram, whole: Float64Array): number {
  let most = 0
  for (let i = 0; i < distinct; i++) {
    const v = present[i]!
    most = Math.max(most, (counts[v]! / size - whole[v]!) / whole[v]!)
  }
  return most
}
