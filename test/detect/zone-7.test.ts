import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { describe, expect, it } from 'vitest'
import { isValidOfZone7 } from '../../src/detect/zone-7.ts'

describe('a number of zone 7', () => {
  it('is valid or not by its first five digits, as the library says of any that begins so', () => {
    // every 97th beginning; asked first about another number than the one compared
    for (let n = 0; n < 100_000; n += 97) {
      const beginning = `+7${String(n).padStart(5, '0')}`
      isValidOfZone7(`${beginning}00000`)
      for (const rest of ['12345', '99999', '50607'])
        expect([beginning, isValidOfZone7(beginning + rest)]).toEqual([
          beginning,
          parsePhoneNumberFromString(beginning + rest)?.isValid() ?? false,
        ])
    }
  })
})
