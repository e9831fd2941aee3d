import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  futureIin,
  iinCheckDigit,
  inventedPhone,
  lastDay,
  mailName,
  phoneForm,
} from '../../bench/corpus/identifiers.ts'
import { randomStream } from '../../bench/corpus/random.ts'
import { isValidIin } from '../../src/record/kz-id.ts'

describe('an invented IIN', () => {
  it.each([
    ['01020330017', 4], // first weights
    ['99123110003', 0], // remainder 0
    ['03041530020', 2], // first weights give 10, the second decide
    ['93113060044', 9], // a birth in the 2090s
  ])('has the check digit of the rule', (body, digit) => {
    expect(iinCheckDigit(body)).toBe(digit)
  })

  it('is undefined exactly where both weightings give 10, else valid by the independent check', () => {
    const births = fc.record({ year: fc.integer({ min: 1900, max: 2099 }), month: fc.integer({ min: 1, max: 12 }) })
    let undefinedOnes = 0
    fc.assert(
      fc.property(births, fc.integer({ min: 1, max: 31 }), fc.nat(9999), fc.boolean(), (birth, day, serial, man) => {
        const iin = futureIin({ ...birth, day: Math.min(day, lastDay(birth.month)) }, man ? 'M' : 'F', serial)
        if (iin === undefined) undefinedOnes++
        else return isValidIin(iin) && iin.startsWith('9')
        return true
      }),
      { numRuns: 5000, seed: 1 },
    )
    expect(undefinedOnes).toBeGreaterThan(0)
    expect(undefinedOnes).toBeLessThan(100) // one in 121
  })
})

describe('an invented telephone', () => {
  it('has ten digits and keeps them in every written form', () => {
    const random = randomStream('test')
    for (let i = 0; i < 100; i++) {
      const phone = inventedPhone(random)
      expect(/^761\d{7}$/.test(phone)).toBe(true)
      expect(phoneForm(phone, i).replace(/\D/g, '').slice(1) === phone).toBe(true)
    }
  })
})

it.each([
  ['Әсел', 'Құрманғалиева', 'asel.kurmangalieva'], // Kazakh letters
  ['Юлия', 'Щербакова', 'yuliya.shcherbakova'], // one letter, several letters
  ['Mary-Ann', "O'Connor", 'maryann.oconnor'], // signs fall out
])('a mail name is in Latin letters', (given, surname, name) => {
  expect(mailName(given, surname)).toBe(name)
})
