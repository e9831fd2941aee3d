import { ROUNDING, several, type Histogram, type PrivacyModel } from './privacy-model.ts'

/**
 * δ-disclosure privacy: in every class every sensitive value's share differs from that of the whole input by less than a
 * factor 2^δ either way, so every value of the input occurs in every class. J. Brickell and V. Shmatikov, "The cost of
 * privacy: destruction of data-mining utility in anonymized data publishing", KDD 2008 (logarithm to base 2, as in ARX).
 * Hardly any table reaches it. Cost: a logarithm a value. `whole`: shares of the whole input.
 */
export function deltaDisclosure(delta: number, field: number, whole: Float64Array): PrivacyModel {
  const values = whole.reduce((n, p) => n + (p > 0 ? 1 : 0), 0)
  return {
    name: `${delta}-disclosure privacy`,
    field,
    // The shares of two classes as one lie between their own, so what holds for both holds for one.
    monotone: 'merging',
    holds: (size, histogram) =>
      histogram.distinct === values && largestRatio(size, histogram, whole) / Math.LN2 < delta - ROUNDING,
    reached: (size, histogram) =>
      histogram.distinct < values
        ? `${histogram.distinct} of ${several(values, 'value')}`
        : `a ratio of 2^${(largestRatio(size, histogram, whole) / Math.LN2).toFixed(3)}`,
  }
}

/** The largest |ln(q / p)| of the values that occur in a class. */
export function largestRatio(size: number, { counts, present, distinct }: Histogram, whole: Float64Array): number {
  let most = 0
  for (let i = 0; i < distinct; i++) {
    const v = present[i]!
    most = Math.max(most, Math.abs(Math.log(counts[v]! / size / whole[v]!)))
  }
  return most
}
