import { ROUNDING, type PrivacyModel } from './privacy-model.ts'

/**
 * δ-presence: nobody learns with more than `most` (or less than `least`) confidence that a person of a known population is in
 * the released data. The table counts the population; `field` is the membership, value 1 for those who are in it.
 * M. Nergiz, M. Atzori and C. Clifton, "Hiding the presence of individuals from shared databases", SIGMOD 2007. It needs the
 * attacker's population to be known. Cost: a division a class.
 */
export function deltaPresence(least: number, most: number, field: number): PrivacyModel {
  return {
    name: `(${least},${most})-presence`,
    field,
    monotone: 'merging',
    holds: (size, { counts }) => {
      const share = counts[1]! / size
      return share >= least - ROUNDING && share <= most + ROUNDING
    },
  }
}
