import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isValidBin, isValidIin } from '../../src/record/kz-id.ts'

interface Vectors {
  valid: { value: string }[]
  invalid: { value: string; reason: string }[]
}
const vectors = JSON.parse(readFileSync(new URL('../vectors/kz-id/identifiers.json', import.meta.url), 'utf8')) as {
  kz_iin: Vectors
  kz_bin: Vectors
}

describe('an IIN', () => {
  test('is accepted in every valid vector', () => {
    expect(vectors.kz_iin.valid.length).toBeGreaterThan(5)
    expect(vectors.kz_iin.valid.filter(({ value }) => !isValidIin(value))).toEqual([])
  })
  test('is refused in every invalid vector', () => {
    expect(vectors.kz_iin.invalid.length).toBeGreaterThan(10)
    expect(vectors.kz_iin.invalid.filter(({ value }) => isValidIin(value))).toEqual([])
  })
  test('is never a BIN', () => {
    expect(vectors.kz_iin.valid.filter(({ value }) => isValidBin(value))).toEqual([])
  })
  test('with 0 for century and sex is accepted only when asked for', () => {
    // The valid vector 010203 3 0017 4 with 0 in place of 3: the sum falls by 21 and the check digit becomes 5.
    expect(isValidIin('010203000175')).toBe(false)
    expect(isValidIin('010203000175', { century1to6: false })).toBe(true)
  })
  test('with 29 February is a date only in a leap year of its century', () => {
    const check = (eleven: string) => [...'0123456789'].filter((digit) => isValidIin(eleven + digit)).length
    expect(check('00022930001')).toBe(0) // 1900 was none
    expect(check('00022950001')).toBe(1) // 2000 was one
  })
  test('is ASCII digits only', () => {
    expect(isValidIin('０10203300174')).toBe(false)
    expect(isValidIin(' 010203300174')).toBe(false)
    expect(isValidIin('010203300174\n')).toBe(false)
  })
})

describe('a BIN', () => {
  test('is accepted in every valid vector', () => {
    expect(vectors.kz_bin.valid.length).toBeGreaterThan(3)
    expect(vectors.kz_bin.valid.filter(({ value }) => !isValidBin(value))).toEqual([])
  })
  test('is refused in every invalid vector', () => {
    expect(vectors.kz_bin.invalid.filter(({ value }) => isValidBin(value))).toEqual([])
  })
  test('has at most one check digit for any eleven digits', () => {
    for (let n = 0; n < 2000; n++) {
      const eleven = `9901400${String(n).padStart(4, '0')}`
      expect([...'0123456789'].filter((digit) => isValidBin(eleven + digit)).length).toBeLessThanOrEqual(1)
    }
  })
})
