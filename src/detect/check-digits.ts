/** Sums over digits that the checks of many numbers are made of. All take digits of ASCII. */

/** The digits by their weights, summed; digits behind the last weight do not count. */
export function weighted(digits: string, weights: readonly number[]): number {
  let sum = 0
  for (let i = 0; i < weights.length; i++) sum += weights[i]! * (digits.charCodeAt(i) - 48)
  return sum
}

/** ISO/IEC 7064 MOD 11,10 over all digits. */
export function mod11and10(digits: string): boolean {
  let check = 5
  for (let i = 0; i < digits.length; i++) check = ((((check || 10) * 2) % 11) + digits.charCodeAt(i) - 48) % 10
  return check === 1
}
