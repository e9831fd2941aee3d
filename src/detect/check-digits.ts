/**
 * What the check digits of a number must be, in one pass over its digits. A library knows the rest of each number's rules
 * and takes microseconds to say no; most numbers fail here, and it is asked about those that do not. All take digits of
 * ASCII of the length that the check is for.
 */

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

/** Belgium: two digits that make a multiple of 97; the number of who was born from 2000 on has a 2 before it. */
export function belgianCheck(digits: string): boolean {
  const sum = Number(digits.slice(0, 9)) + Number(digits.slice(9))
  return sum % 97 === 0 || (2e9 + sum) % 97 === 0
}

/** Norway: two digits, each making its sum a multiple of eleven. */
export function norwegianCheck(digits: string): boolean {
  return weighted(digits, NORWEGIAN_FIRST) % 11 === 0 && weighted(digits, NORWEGIAN_SECOND) % 11 === 0
}

const NORWEGIAN_FIRST = [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]
const NORWEGIAN_SECOND = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]

/** Poland: the PESEL. */
export function polishCheck(digits: string): boolean {
  return weighted(digits, POLISH) % 10 === 0
}

const POLISH = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]

/** Turkey: a digit of alternating weights, and one of all ten before it. */
export function turkishCheck(digits: string): boolean {
  return weighted(digits, TURKISH_FIRST) % 10 === 0 && weighted(digits, TURKISH_SECOND) % 10 === 0
}

const TURKISH_FIRST = [3, 1, 3, 1, 3, 1, 3, 1, 3, 1]
/** The last digit is the sum of the ten: nine times it is what is missing to a multiple of ten. */
const TURKISH_SECOND = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 9]

/** Brazil: two digits of eleven; ten is written as nought. */
export function brazilianCheck(digits: string): boolean {
  return weighted(digits, BRAZILIAN_FIRST) % 11 < 2 && weighted(digits, BRAZILIAN_SECOND) % 11 < 2
}

const BRAZILIAN_FIRST = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]
const BRAZILIAN_SECOND = [11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]

/** Australia: the business number, its first digit less one. */
export function australianCheck(digits: string): boolean {
  return (weighted(digits, AUSTRALIAN) - 10) % 89 === 0
}

const AUSTRALIAN = [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]

/** Argentina: a digit of eleven; ten is written as nine. */
export function argentineCheck(digits: string): boolean {
  const rest = weighted(digits, ARGENTINE) % 11
  return rest === 0 || (rest === 10 && digits.endsWith('9'))
}

const ARGENTINE = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]

/** Estonia and Lithuania: a digit of eleven, by other weights where the first give ten. */
export function balticCheck(digits: string): boolean {
  let sum = weighted(digits, BALTIC_FIRST) % 11
  if (sum === 10) sum = weighted(digits, BALTIC_SECOND) % 11
  return sum % 10 === digits.charCodeAt(10) - 48
}

const BALTIC_FIRST = [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]
const BALTIC_SECOND = [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]
