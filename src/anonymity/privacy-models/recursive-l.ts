import { several, type Histogram, type PrivacyModel } from './privacy-model.ts'

/**
 * Recursive (c,l)-diversity: in every class the commonest sensitive value is rarer than c times all but the l − 1 commonest
 * ones together: r₁ < c (r_l + … + r_m). Machanavajjhala et al., TKDD 1(1), 2007, definition 4.2. Similar values count as
 * different. Cost: a sort of the class's values.
 */
export function recursiveL(l: number, c: number, field: number): PrivacyModel {
  return {
    name: `recursive (${c},${l})-diversity`,
    field,
    monotone: 'merging',
    holds: (_, histogram) => histogram.distinct >= l && recursiveInfimum(l, histogram) < c,
    reached: (_, histogram) =>
      histogram.distinct < l
        ? several(histogram.distinct, 'different value')
        : `only for c above ${recursiveInfimum(l, histogram).toFixed(2)}`,
  }
}

/** The infimum of the c that a class reaches for this l; it holds for every greater one. Infinity with fewer than l values. */
export function recursiveInfimum(l: number, { counts, present, distinct }: Histogram): number {
  if (distinct < l) return Infinity
  const sorted = new Float64Array(distinct)
  for (let i = 0; i < distinct; i++) sorted[i] = counts[present[i]!]!
  sorted.sort()
  let rest = 0
  for (let i = 0; i <= distinct - l; i++) rest += sorted[i]!
  return sorted[distinct - 1]! / rest
}
