/** Whether digits and what stands between them are a telephone number, and how surely. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { digitsOf, oneDigit } from '../boundary.ts'
import type { Candidate } from '../recogniser.ts'
import { countryOfTrunkNumber, isValidNumber } from './numbering-plans.ts'
import { WITH_ZERO } from './trunk-countries.ts'

export type Judgement = Pick<Candidate, 'score' | 'validated' | 'why'>

export function judgeNumber(part: string): Judgement | undefined {
  const digits = digitsOf(part)
  const plus = part.startsWith('+')
  if (!plus && THREES.test(part)) return { score: 0.2, validated: false, why: ['pattern phone in threes'] }
  if (digits.length < 7 || digits.length > 15 || oneDigit(digits) || (!plus && NOT_A_PHONE.test(part))) return undefined
  if (plus || part.startsWith('00')) {
    const international = plus ? digits : digits.slice(2)
    if (isValidNumber(`+${international}`)) return proven(0.8, 'international')
    // 6xx and 7xx of zone 7 are Kazakhstan's, whatever libphonenumber knows to be assigned there.
    if (/^7[67]\d{9}$/.test(international))
      return { score: 0.55, validated: undefined, why: ['pattern phone of zone 7'] }
    // given to Kazakhstan, not in use yet
    if (/^\+997 ?[67]/.test(part) && digits.length === 13) return proven(0.7, 'reserved')
    // Ranges that libphonenumber does not know to be assigned; grouped thousands are amounts.
    return plus && parsePhoneNumberFromString(part)?.isPossible()
      ? {
          score: !/^\+[17]/.test(part) && SEPARATED.test(part) && !THOUSANDS.test(part) ? 0.5 : 0.45,
          validated: undefined,
          why: ['pattern international phone'],
        }
      : undefined
  }
  const separated = SEPARATED.test(part)
  const national = nationalForm(part, digits, separated)
  if (national) return national
  // groups of 3, 3, 2 and 2 digits, as Turkey writes its mobile numbers
  if (/^5\d{2}[ -]\d{3}[ -]\d{2}[ -]\d{2}$/.test(part) && isValidNumber(`+90${digits}`))
    return { score: 0.5, validated: undefined, why: ['pattern phone of zone 90'] }
  const shaped = digits.length >= 9 && digits.length <= 12
  if (separated && !/[./]/.test(part))
    return { score: shaped ? 0.3 : 0.25, validated: undefined, why: ['pattern phone'] }
  return { score: separated ? 0.2 : 0.15, validated: undefined, why: ['pattern digits of a phone'] }
}

/** 8 and a mobile number of Kazakhstan: no other run of eleven digits is as likely to begin so. */
export const KZ_MOBILE = /^87(?:0[0-8]|47|71|7[5-8])/

function nationalForm(part: string, digits: string, separated: boolean): Judgement | undefined {
  // +7: the first digit behind the prefix tells Kazakhstan (6, 7) from Russia (3, 4, 8, 9); libphonenumber knows both.
  if (/^[78](?:[ ().-]|\d{3})/.test(part) && digits.length === 11 && isValidNumber(`+7${digits.slice(1)}`))
    return separated || KZ_MOBILE.test(digits)
      ? proven(separated ? 0.75 : 0.6, 'national')
      : { score: 0.55, validated: undefined, why: ['pattern phone of zone 7'] }
  if (digits.length === 10 && separated && isValidNumber(`+7${digits}`) && /^[79]/.test(digits))
    return { score: 0.5, validated: undefined, why: ['pattern phone of zone 7'] }
  if (
    digits.length === 10 &&
    /^\(?[2-9]\d{2}\)?[ .-]{0,2}[2-9]\d{2}[ .-]?\d{4}$/.test(part) &&
    isValidNumber(`+1${digits}`)
  )
    return separated ? proven(0.6, 'national') : { score: 0.25, validated: undefined, why: ['pattern phone of zone 1'] }
  if (separated && /^1[ .-]?\(?[2-9]\d{2}\)?[ .-]?[2-9]\d{2}[ .-]?\d{4}$/.test(part) && isValidNumber(`+${digits}`))
    return proven(0.55, 'national')
  if (digits.startsWith('0') && digits.length >= 9 && digits.length <= 12) {
    const found = countryOfTrunkNumber(digits, WITH_ZERO)
    if (!found) return undefined
    // Without separators only a mobile number is believed: long codes begin with zeros too.
    const believed = separated ? (GROUPS.test(part) ? 0.55 : 0.4) : digits.length >= 10 && found.mobile ? 0.5 : 0.4
    return { score: believed, validated: undefined, why: ['pattern phone with a trunk zero'] }
  }
  return undefined
}

const THOUSANDS = /^\+\d{1,3}(?: \d{3}){1,4}$/

function proven(score: number, form: string): Judgement {
  return { score, validated: true, why: [`pattern ${form} phone`, 'numbering plan'] }
}

// Dates, years, decimals, IP addresses, grouped thousands, postcodes with four more digits.
export const NOT_A_PHONE =
  /^(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./](?:\d{4}|\d{2})|(?:19|20)\d\d ?[-/] ?(?:19|20)\d\d|\d{1,20}\.\d{1,20}|\d{1,3}(?:\.\d{1,3}){3}|\d{1,3}(?: \d{3}){1,6}(?:\.\d{1,20})?|\d{5}-\d{4}|\d{1,3}[-/]\d{1,3}|\d{4}[-/]\d{1,4})$/
/** An amount, by far more often than a number of Poland or Spain: only a word tells. */
export const THREES = /^[2-9]\d{2} \d{3} \d{3}$/
export const SEPARATED = /\d[ ()./-]+\d/
/** How numbers behind a trunk zero are grouped; `04-804-229-920` is a plot of land, `02.8887.820` a part. */
export const GROUPS =
  /^(?:\(?0\d{2,5}\)?[ /-]{0,2}\d{3,8}|\(?0\d{1,4}\)?(?:[ .-]\d{2}){3,4}|\(?0\d{1,4}\)?[ .-]{0,2}\d{3,4}(?:[ .-]\d{2}){2}|\(?0\d\)?[ .-]{0,2}\d{3,4}[ .-]\d{4}|\(?0\d{2,4}\)?[ .-]{0,2}\d{3,4}[ .-]\d{3,4}|0[ -]\(?\d{3}\)?[ -]\d{3,7}(?:[ -]\d{2,4}){0,2})$/u
