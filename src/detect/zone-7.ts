/** Numbers of Kazakhstan and Russia, which most tables here are full of. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'

/** Written without separators. */
export const OF_ZONE_7 = /^\+7\d{10}$/

/** By the five digits behind +7: 1 valid, 2 not, 0 not asked yet. What a library says of a number depends on nothing else. */
const known = new Uint8Array(100_000)

/** Whether the numbering plans have such a number: the library is asked once for every beginning of five digits. */
export function isValidOfZone7(number: string): boolean {
  const beginning = Number(number.slice(2, 7))
  if (known[beginning] === 0) known[beginning] = parsePhoneNumberFromString(number)?.isValid() ? 1 : 2
  return known[beginning] === 1
}
