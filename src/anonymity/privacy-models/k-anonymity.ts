import { several, type PrivacyModel } from './privacy-model.ts'

/**
 * k-anonymity: every record shares its quasi-identifiers with at least k − 1 others. L. Sweeney, "k-anonymity: a model for
 * protecting privacy", IJUFKS 10(5), 2002. It does not hide a sensitive value that a whole class has in common, nor
 * anything from somebody who knows more than the quasi-identifiers. Cost: one comparison a class.
 */
export function kAnonymity(k: number): PrivacyModel {
  return {
    name: `${k}-anonymity`,
    field: undefined,
    monotone: 'absorbing',
    holds: (size) => size >= k,
    reached: (size) => several(size, 'record'),
  }
}
