import type { PrivacyModel } from './privacy-model.ts'

/**
 * k-map: every released record equals at least k people of a known population in its quasi-identifiers. The table counts the
 * population; `field` is the membership: value 1 for the people who are in the released data, 0 for the others.
 * L. Sweeney, "Computational disclosure control", MIT 2001. It protects only against attackers who do not know who is in
 * the sample. Cost: two comparisons a class.
 */
export function kMap(k: number, field: number): PrivacyModel {
  return {
    name: `${k}-map`,
    field,
    monotone: 'merging',
    holds: (size, { counts }) => counts[1] === 0 || size >= k,
  }
}
