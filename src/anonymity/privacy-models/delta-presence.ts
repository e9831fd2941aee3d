import { IN_POPULATION } from './k-map.ts'
import { ROUNDING, several, type PrivacyModel } from './privacy-model.ts'

/**
 * δ-presence: nobody learns with more than `most` confidence that a person of a known population is in the released data.
 * `field` holds the population, as for k-map. Records of people whom its table lacks count against it.
 * M. Nergiz, M. Atzori and C. Clifton, "Hiding the presence of individuals from shared databases", SIGMOD 2007, without their
 * lower bound: who is in no published class is known to be absent. It needs the attacker's population to be known. Cost: a
 * multiplication a class.
 */
export function deltaPresence(most: number, field: number): PrivacyModel {
  return {
    name: `${most}-presence`,
    field,
    monotone: 'merging',
    holds: (size, { counts }) => size <= (most + ROUNDING) * counts[IN_POPULATION]!,
    reached: (size, { counts }) =>
      `${several(size, 'record')} of ${several(counts[IN_POPULATION]!, 'person', 'people')} of the population`,
  }
}
