import type { Histogram, PrivacyModel } from './privacy-model.ts'

/**
 * Entropy l-diversity: the Shannon entropy of every class's sensitive values is at least log l. Machanavajjhala et al.,
 * TKDD 1(1), 2007, definition 4.1. The table as a whole needs that entropy too, which common values make hard; similar
 * values count as different. Cost: one logarithm a value.
 */
export function entropyL(l: number, field: number): PrivacyModel {
  // Equal shares are exactly at the border, where a sum of logarithms is not.
  const least = Math.log(l) - 1e-9
  return {
    name: `entropy ${l}-diversity`,
    field,
    monotone: 'merging',
    holds: (size, histogram) => histogram.distinct >= l - 1e-9 && entropy(size, histogram) >= least,
    reached: (size, histogram) => `an entropy like ${Math.exp(entropy(size, histogram)).toFixed(2)} values`,
  }
}

/** Shannon entropy in nats; its exponential is the l that a class reaches. */
export function entropy(size: number, { counts, present, distinct }: Histogram): number {
  let sum = 0
  for (let i = 0; i < distinct; i++) {
    const n = counts[present[i]!]!
    sum += n * Math.log(n)
  }
  return Math.log(size) - sum / size
}
