import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { validate as cuit } from 'stdnum/lib/cjs/ar/cuit.js'
import { validate as abn } from 'stdnum/lib/cjs/au/abn.js'
import { validate as acn } from 'stdnum/lib/cjs/au/acn.js'
import { validate as tfn } from 'stdnum/lib/cjs/au/tfn.js'
import { validate as nn } from 'stdnum/lib/cjs/be/nn.js'
import { validate as egn } from 'stdnum/lib/cjs/bg/egn.js'
import { validate as cpf } from 'stdnum/lib/cjs/br/cpf.js'
import { validate as unp } from 'stdnum/lib/cjs/by/unp.js'
import { validate as sin } from 'stdnum/lib/cjs/ca/sin.js'
import { validate as rc } from 'stdnum/lib/cjs/cz/rc.js'
import { validate as idnr } from 'stdnum/lib/cjs/de/idnr.js'
import { validate as cpr } from 'stdnum/lib/cjs/dk/cpr.js'
import { validate as ci } from 'stdnum/lib/cjs/ec/ci.js'
import { validate as ik } from 'stdnum/lib/cjs/ee/ik.js'
import { validate as utr } from 'stdnum/lib/cjs/gb/utr.js'
import { validate as amka } from 'stdnum/lib/cjs/gr/amka.js'
import { validate as oib } from 'stdnum/lib/cjs/hr/oib.js'
import { validate as zehut } from 'stdnum/lib/cjs/il/idnr.js'
import { validate as aadhaar } from 'stdnum/lib/cjs/in/aadhaar.js'
import { validate as kennitala } from 'stdnum/lib/cjs/is/kennitala.js'
import { validate as iva } from 'stdnum/lib/cjs/it/iva.js'
import { validate as brn } from 'stdnum/lib/cjs/kr/brn.js'
import { validate as asmens } from 'stdnum/lib/cjs/lt/asmens.js'
import { validate as bsn } from 'stdnum/lib/cjs/nl/bsn.js'
import { validate as fodselsnummer } from 'stdnum/lib/cjs/no/fodselsnummer.js'
import { validate as ird } from 'stdnum/lib/cjs/nz/ird.js'
import { validate as nip } from 'stdnum/lib/cjs/pl/nip.js'
import { validate as pesel } from 'stdnum/lib/cjs/pl/pesel.js'
import { validate as nif } from 'stdnum/lib/cjs/pt/nif.js'
import { validate as orgnr } from 'stdnum/lib/cjs/se/orgnr.js'
import { validate as tckimlik } from 'stdnum/lib/cjs/tr/tckimlik.js'
import { validate as rntrc } from 'stdnum/lib/cjs/ua/rntrc.js'
import { mod11and10 } from '../../src/detect/check-digits.ts'
import { luhn } from '../../src/detect/checks.ts'
import * as check from '../../src/detect/national-checks.ts'

type Check = readonly [string, (digits: string) => boolean, (digits: string) => { isValid: boolean }, number]

/** Checks behind which the library is asked, its word, and the digits of the number. */
const FIRST: readonly Check[] = [
  ['Argentina', check.argentineCheck, cuit, 11],
  ['Australia', check.australianCheck, abn, 11],
  ['Belgium', check.belgianCheck, nn, 11],
  ['the Czech Republic', check.czechCheck, rc, 10],
  ['Germany', check.germanTaxCheck, idnr, 11],
  ['Denmark', check.danishDay, cpr, 10],
  ['Estonia', check.balticCheck, ik, 11],
  ['Greece', check.greekCheck, amka, 11],
  ['Iceland', check.icelandicCheck, kennitala, 10],
  ['Lithuania', check.balticCheck, asmens, 11],
  ['Norway', check.norwegianCheck, fodselsnummer, 11],
  ['Poland', check.polishCheck, pesel, 11],
  ['Turkey', check.turkishCheck, tckimlik, 11],
]

/** Checks that say all that the library says. */
const ALONE: readonly Check[] = [
  ['Australia, companies', check.australianCompanyCheck, acn, 9],
  ['Australia, taxes', check.australianTaxCheck, tfn, 9],
  ['Australia, taxes, of eight digits', check.australianTaxCheck, tfn, 8],
  ['Bulgaria', check.bulgarianCheck, egn, 10],
  ['Brazil', check.brazilianCheck, cpf, 11],
  ['Belarus', check.belarusianCheck, unp, 9],
  ['Canada', luhn, sin, 9],
  ['Ecuador', check.ecuadorianCheck, ci, 10],
  ['the United Kingdom', check.britishTaxCheck, utr, 10],
  ['Croatia', mod11and10, oib, 11],
  ['Israel', luhn, zehut, 9],
  ['India', check.indianCheck, aadhaar, 12],
  ['Italy', check.italianCheck, iva, 11],
  ['Korea', check.koreanBusinessCheck, brn, 10],
  ['the Netherlands', check.dutchCheck, bsn, 9],
  ['New Zealand', check.newZealandCheck, ird, 9],
  ['New Zealand, of eight digits', check.newZealandCheck, ird, 8],
  ['Poland, taxes', check.polishTaxCheck, nip, 10],
  ['Portugal', check.portugueseCheck, nif, 9],
  ['Sweden', luhn, orgnr, 10],
  ['Ukraine', check.ukrainianCheck, rntrc, 10],
]

/** Numbers by hundreds of one beginning. Days and months come often, and so do noughts. */
function hundreds(length: number): fc.Arbitrary<string[]> {
  const two = (most: number) => fc.nat(most).map((n) => String(n).padStart(2, '0'))
  return fc
    .tuple(two(99), fc.oneof(two(12), two(99)), two(31), fc.oneof(fc.nat(9999), fc.constant(0), fc.nat(99)))
    .map(([a, b, c, rest]) => `${a}${b}${c}${String(rest).padStart(4, '0')}`.slice(0, length - 2))
    .map((digits) => digits.padEnd(length - 2, '4'))
    .map((beginning) => Array.from({ length: 100 }, (_, end) => beginning + String(end).padStart(2, '0')))
}

describe.each(FIRST)('the check digits of %s', (_, passes, validate, length) => {
  it('are right in every number that the library takes, and wrong in most numbers', () => {
    let taken = 0
    let passed = 0
    let all = 0
    fc.assert(
      fc.property(hundreds(length), (numbers) => {
        const valid = numbers.filter((number) => validate(number).isValid)
        all += numbers.length
        taken += valid.length
        passed += numbers.filter(passes).length
        expect(valid.filter(passes)).toEqual(valid)
      }),
      { numRuns: 80, seed: 7 },
    )
    expect(taken).toBeGreaterThan(0)
    // A day of birth is all that Denmark has.
    expect(passed / all).toBeLessThan(passes === check.danishDay ? 0.7 : 0.13)
  })
})

describe.each(ALONE)('the check of %s', (_, passes, validate, length) => {
  it('takes the numbers that the library takes, and no others', () => {
    let taken = 0
    fc.assert(
      fc.property(hundreds(length), (numbers) => {
        const valid = numbers.filter((number) => validate(number).isValid)
        taken += valid.length
        expect(numbers.filter(passes)).toEqual(valid)
      }),
      { numRuns: 120, seed: 7 },
    )
    expect(taken).toBeGreaterThan(20)
  })
})
