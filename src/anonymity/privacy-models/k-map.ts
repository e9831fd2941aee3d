import { several, type PrivacyModel } from './privacy-model.ts'

/**
 * k-map: every released record equals at least k people of a known population in its quasi-identifiers. `field` holds the
 * population: its value `IN_POPULATION` counts the people of a class, released or not.
 * L. Sweeney, "Computational disclosure control", MIT 2001. It protects only against attackers who do not know who is in
 * the sample, and as far as the table of the population is complete. Cost: a comparison a class.
 */
export function kMap(k: number, field: number): PrivacyModel {
  return {
    name: `${k}-map`,
    field,
    monotone: 'absorbing',
    holds: (_, { counts }) => counts[IN_POPULATION]! >= k,
    reached: (_, { counts }) => `${several(counts[IN_POPULATION]!, 'person', 'people')} of the population`,
  }
}

/** The one value of the field of a population. */
export const IN_POPULATION = 1
