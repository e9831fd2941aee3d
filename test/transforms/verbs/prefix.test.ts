import { describe, expect, it } from 'vitest'
import { Kind } from '../../../src/record/batch.ts'
import { verb } from '../../../src/transforms/verbs/prefix.ts'
import { applyTo, applyToNumbers } from '../apply.ts'

describe('prefix', () => {
  it.each([
    [{ length: 3 }, '94110', '941'],
    [{ length: 3 }, ' A15E4F0 ', 'A15'],
    // codes that are coarse already stay
    [{ length: 4 }, 'E11', 'E11'],
    [{ length: 0 }, 'E11', ''],
    // the length may be kept
    [{ length: 3, pad: '*' }, '94110', '941**'],
    [{ length: 3, pad: '*' }, '94', '94'],
    // prefixes of few people
    [{ length: 3, deny: ['036'], 'deny-as': '000' }, '03601', '000'],
    [{ length: 3, deny: ['036'] }, '03601', '*'],
    [{ length: 3, deny: ['036'] }, '03701', '037'],
    // a letter of two UTF-16 units is not cut
    [{ length: 1, pad: '*' }, '😀😀', '😀*'],
  ])('row %# of the table is written as it says', (options, text, expected) => {
    expect(applyTo(verb, options, [text])).toEqual([expected])
  })

  it('writes strings, whatever it reads', () => {
    const { text, kind } = applyToNumbers(verb, { length: 3 }, ['94110'])
    expect([text, [...kind]]).toEqual([['941'], [Kind.string]])
  })

  it('refuses denied prefixes that could never be met', () => {
    expect(verb.check({ length: 3, deny: ['0360'] })).toHaveLength(1)
    expect(verb.check({ length: 3, 'deny-as': '000' })).toHaveLength(1)
    expect(verb.check({ length: 3, deny: ['036'], 'deny-as': '000' })).toEqual([])
  })

  it('has a short form', () => {
    expect(verb.parseShort(['2'])).toEqual({ length: 2 })
    expect(verb.parseShort(['two'])).toBeUndefined()
  })
})
