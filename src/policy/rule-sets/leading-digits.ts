import type { PolicyField } from '../field-facts.ts'
import { sometimes } from './steps.ts'

/**
 * Numbers whose first digits are a date of birth, and mostly the sex: what a mask leaves of them says when somebody was
 * born. Kazakhstan's IIN is YYMMDD, then century and sex.
 */
const BIRTH_FIRST: ReadonlySet<string> = new Set([
  ...['iin', 'bg-egn', 'cz-birth-number', 'dk-cpr', 'ee-personal-code', 'fi-personal-identity-code', 'is-kennitala'],
  ...['kg-pin', 'kr-rrn', 'lk-nic', 'lt-personal-code', 'my-nric', 'no-birth-number', 'pl-pesel', 'ro-cnp', 'rs-jmbg'],
  ...['se-personnummer', 'uz-pinfl', 'za-identity-number'],
])

/** A mask or prefix leaves the digits of a birth date readable, and the field is not counted as a quasi-identifier. */
export function leavesBirthDate(field: PolicyField): boolean {
  if (field.erased || field.entity === undefined || !BIRTH_FIRST.has(field.entity)) return false
  if (field.rule.role === 'quasi-identifier') return false
  return sometimes(
    field,
    ({ verb, options }) =>
      (verb === 'mask' && Number(options['first'] ?? 0) >= 2) || (verb === 'prefix' && Number(options['length']) >= 2),
  )
}
