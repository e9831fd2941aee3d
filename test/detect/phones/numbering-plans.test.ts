import fc from 'fast-check'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { describe, expect, it } from 'vitest'
import { countryOfTrunkNumber, isValidInZone7, isValidNumber } from '../../../src/detect/phones/numbering-plans.ts'
import { MORE_WITH_ZERO, WITH_ZERO } from '../../../src/detect/phones/trunk-countries.ts'

const digits = (length: number): fc.Arbitrary<string> =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((all) => all.join(''))

describe('a number of zone 7', () => {
  it('is valid where libphonenumber says so, whatever its first five digits', () => {
    const different: string[] = []
    for (let prefix = 0; prefix < 1e5; prefix += 7) {
      const national = `${String(prefix).padStart(5, '0')}${String((prefix * 7919) % 1e5).padStart(5, '0')}`
      const valid = parsePhoneNumberFromString(`+7${national}`)?.isValid() ?? false
      if (isValidInZone7(national) !== valid) different.push(national)
    }
    expect(different).toEqual([])
  })
})

describe('an international number', () => {
  it('is valid where libphonenumber says so', () => {
    fc.assert(
      fc.property(fc.constantFrom('7', '1', '44', '998', '49'), digits(10), (zone, national) => {
        const number = `+${zone}${national}`
        expect(isValidNumber(number)).toBe(parsePhoneNumberFromString(number)?.isValid() ?? false)
      }),
    )
  })
})

describe('a number behind a trunk zero', () => {
  it('is of the first country in which libphonenumber finds it valid', () => {
    const countries = [...WITH_ZERO, ...MORE_WITH_ZERO]
    const length = fc.integer({ min: 8, max: 11 })
    fc.assert(
      fc.property(
        fc.constantFrom(...countries),
        length.chain(digits),
        fc.constantFrom('0', '00', '010', '009', '000', '0011'),
        (country, rest, start) => {
          const number = start + rest
          const parsed = parsePhoneNumberFromString(number, country)
          expect(countryOfTrunkNumber(number, [country])).toEqual(
            parsed?.isValid() ? { country, mobile: parsed.getType() === 'MOBILE' } : undefined,
          )
        },
      ),
      { numRuns: 3000 },
    )
  })
})
