/**
 * Questions to libphonenumber, and the two that are asked most answered from its own tables: parsing a number takes ten
 * microseconds, so numbers of zone 7 are looked up, and of the forty countries of a number behind a trunk zero only those
 * are parsed that may have it. Tests compare both with the library.
 */
import { Metadata, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type { CountryCode } from 'libphonenumber-js/max'
import { once } from '../../record/once.ts'

/** Whether a number with its plus, digits only, is valid. */
export function isValidNumber(number: string): boolean {
  if (/^\+7\d{10}$/.test(number)) return isValidInZone7(number.slice(2))
  return parsePhoneNumberFromString(number)?.isValid() ?? false
}

/** Whether ten digits behind +7 are valid: the first tells Kazakhstan from Russia, as their leading digits do. */
export function isValidInZone7(national: string): boolean {
  const { kazakh, russian } = zone7()
  return (national.startsWith('7') ? kazakh : russian).test(national)
}

const zone7 = once(() => ({ kazakh: numbersOf('KZ'), russian: numbersOf('RU') }))

/** The first country in which the digits, with their trunk zero, are a valid number. */
export function countryOfTrunkNumber(
  digits: string,
  countries: readonly CountryCode[],
): { country: CountryCode; mobile: boolean } | undefined {
  for (const country of countries) {
    if (!mayBeValid(digits, country)) continue
    const number = parsePhoneNumberFromString(digits, country)
    if (number?.isValid()) return { country, mobile: number.getType() === 'MOBILE' }
  }
  return undefined
}

/** What libphonenumber knows of a country; its types say only a part of it. */
interface Plan {
  nationalNumberPattern(): string
  nationalPrefixForParsing(): string | undefined
  IDDPrefix(): string | undefined
  type(name: string): { pattern(): string } | undefined
}

function planOf(country: CountryCode): Plan {
  const metadata = new Metadata()
  metadata.selectNumberingPlan(country)
  return metadata.numberingPlan as unknown as Plan
}

const TYPES = [
  'FIXED_LINE',
  'MOBILE',
  'PREMIUM_RATE',
  'TOLL_FREE',
  'SHARED_COST',
  'VOIP',
  'PERSONAL_NUMBER',
  'PAGER',
  'UAN',
  'VOICEMAIL',
]

function numbersOf(country: CountryCode): RegExp {
  const plan = planOf(country)
  const types = TYPES.flatMap((type) => plan.type(type)?.pattern() || [])
  return new RegExp(`^(?=(?:${plan.nationalNumberPattern()})$)(?:${types.join('|')})$`)
}

interface Trunk {
  national: RegExp
  prefix: RegExp
  /** a number that begins so is parsed as one of another country */
  abroad: RegExp | undefined
}

// Made when a number is met that may be of the country; pure answers of the library's tables.
const trunks = new Map<CountryCode, Trunk>()

function mayBeValid(digits: string, country: CountryCode): boolean {
  let trunk = trunks.get(country)
  if (!trunk) {
    const plan = planOf(country)
    const abroad = plan.IDDPrefix()
    trunk = {
      national: new RegExp(`^(?:${plan.nationalNumberPattern()})$`),
      prefix: new RegExp(`^(?:${plan.nationalPrefixForParsing() ?? '$.'})`),
      abroad: abroad === undefined ? undefined : new RegExp(`^(?:${abroad})`),
    }
    trunks.set(country, trunk)
  }
  if (trunk.national.test(digits) || trunk.abroad?.test(digits)) return true
  const prefix = trunk.prefix.exec(digits)
  if (!prefix) return false
  // A prefix with groups is rewritten by a rule.
  return prefix.length > 1 ? true : trunk.national.test(digits.slice(prefix[0].length))
}
