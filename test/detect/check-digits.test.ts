import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { validate as cuit } from 'stdnum/lib/cjs/ar/cuit.js'
import { validate as abn } from 'stdnum/lib/cjs/au/abn.js'
import { validate as nn } from 'stdnum/lib/cjs/be/nn.js'
import { validate as cpf } from 'stdnum/lib/cjs/br/cpf.js'
import { validate as idnr } from 'stdnum/lib/cjs/de/idnr.js'
import { validate as ik } from 'stdnum/lib/cjs/ee/ik.js'
import { validate as oib } from 'stdnum/lib/cjs/hr/oib.js'
import { validate as aadhaar } from 'stdnum/lib/cjs/in/aadhaar.js'
import { validate as asmens } from 'stdnum/lib/cjs/lt/asmens.js'
import { validate as fodselsnummer } from 'stdnum/lib/cjs/no/fodselsnummer.js'
import { validate as pesel } from 'stdnum/lib/cjs/pl/pesel.js'
import { validate as tckimlik } from 'stdnum/lib/cjs/tr/tckimlik.js'
import * as check from '../../src/detect/check-digits.ts'
import { verhoeff } from '../../src/detect/checks.ts'

/** The check, the library's word, and the digits of the number. */
const NUMBERS = [
  ['Argentina', check.argentineCheck, cuit, 11],
  ['Australia', check.australianCheck, abn, 11],
  ['Belgium', check.belgianCheck, nn, 11],
  ['Brazil', check.brazilianCheck, cpf, 11],
  ['Germany', check.mod11and10, idnr, 11],
  ['Estonia', check.balticCheck, ik, 11],
  ['Croatia', check.mod11and10, oib, 11],
  ['India', verhoeff, aadhaar, 12],
  ['Lithuania', check.balticCheck, asmens, 11],
  ['Norway', check.norwegianCheck, fodselsnummer, 11],
  ['Poland', check.polishCheck, pesel, 11],
  ['Turkey', check.turkishCheck, tckimlik, 11],
] as const

describe.each(NUMBERS)('the check digits of %s', (_, passes, validate, length) => {
  // Days and months come often, so that numbers with a date are among those that the library takes.
  const two = (most: number) => fc.nat(most).map((n) => String(n).padStart(2, '0'))
  const beginning = fc
    .tuple(two(99), fc.oneof(two(12), two(99)), two(31), fc.nat(9999))
    .map(([a, b, c, rest]) => `${a}${b}${c}${String(rest).padStart(4, '0')}`.slice(0, length - 2))
    .map((digits) => digits.padEnd(length - 2, '4'))

  it('are right in every number that the library takes, and wrong in most numbers', () => {
    let taken = 0
    let passed = 0
    let all = 0
    fc.assert(
      fc.property(beginning, (digits) => {
        for (let end = 0; end < 100; end++) {
          const number = digits + String(end).padStart(2, '0')
          all++
          if (passes(number)) passed++
          if (!validate(number).isValid) continue
          taken++
          expect(passes(number)).toBe(true)
        }
      }),
      { numRuns: 150, seed: 7 },
    )
    expect(taken).toBeGreaterThan(0)
    expect(passed / all).toBeLessThan(0.13)
  })
})
