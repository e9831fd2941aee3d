import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { digitsOf } from '../boundary.ts'
import { isEverydayNumber } from '../whole-value.ts'
import { KZ_MOBILE } from './judge-number.ts'
import { countryOfTrunkNumber } from './numbering-plans.ts'
import { MORE_WITH_ZERO, WITH_ZERO } from './trunk-countries.ts'

/**
 * A whole value: with a plus, any number that its zone may have; without one, a mobile number of some zone (of numbers of
 * 11 digits one in twenty is, of 12 one in forty), or a national one behind the trunk zero.
 */
export function isPhoneAlone(value: string): boolean {
  const digits = digitsOf(value)
  if (value.startsWith('+')) return parsePhoneNumberFromString(value)?.isPossible() ?? false
  if (isEverydayNumber(value)) return false
  const plain = value === digits
  if (plain && /^0[1-9]\d{8,9}$/.test(digits))
    return [...WITH_ZERO, ...MORE_WITH_ZERO].some((country) => countryOfTrunkNumber(digits, [country])?.mobile)
  if (plain && digits.length === 10) return KZ_MOBILE.test(`8${digits}`)
  // In groups, the first is the code of the zone.
  const zone = /^\d{1,3}(?=[ -])/.exec(value)?.[0]
  if (zone === undefined && !plain) return false
  return digits.length >= 11 && digits.length <= 13 && isMobile(`+${digits}`, zone)
}

function isMobile(number: string, zone?: string): boolean {
  const parsed = parsePhoneNumberFromString(number)
  return (
    parsed?.isValid() === true &&
    parsed.getType() === 'MOBILE' &&
    (zone === undefined || parsed.countryCallingCode === zone)
  )
}
