import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Kind, valuesOf } from '../../../src/record/batch.ts'
import type { Values } from '../../../src/record/batch.ts'
import { isValidIin, kzCheckDigit } from '../../../src/record/kz-id.ts'
import { fpeTransform, verb } from '../../../src/transforms/verbs/fpe.ts'
import type { FpeOptions } from '../../../src/transforms/verbs/fpe.ts'
import { contextOf, numbers, rowsOf } from '../keyed-column.ts'

function run(options: FpeOptions, values: Values, direction: 'encrypt' | 'decrypt' = 'encrypt'): string[] {
  return fpeTransform(options, contextOf(verb, options).keys[0]!, direction)(values, rowsOf(values.text.length)).text
}

const iin = fc
  .tuple(
    fc.date({ min: new Date('1900-01-01'), max: new Date('2029-12-31'), noInvalidDate: true }),
    fc.nat(1),
    fc.nat(9999),
  )
  .map(([date, sex, serial]) => {
    const day = date.toISOString()
    const eleven = `${day.slice(2, 4)}${day.slice(5, 7)}${day.slice(8, 10)}${(day < '2' ? 3 : 5) + sex}${String(serial).padStart(4, '0')}`
    return `${eleven}${kzCheckDigit(eleven)}`
  })
  .filter((text) => text.length === 12)

function passesLuhn(text: string): boolean {
  const digits = [...text.replace(/\D/g, '')].reverse().map(Number)
  return digits.reduce((sum, d, i) => sum + (i % 2 === 0 ? d : d > 4 ? 2 * d - 9 : 2 * d), 0) % 10 === 0
}

const card = fc.stringMatching(/^[1-9]\d{10,17}$/).map((body) => {
  const check = [...'0123456789'].find((digit) => passesLuhn(body + digit))
  return body + check
})

const mobile = fc
  .tuple(fc.constantFrom('700', '701', '708', '747', '760', '771', '775', '778'), fc.stringMatching(/^\d{7}$/))
  .map(([prefix, rest]) => `+7 (${prefix}) ${rest.slice(0, 3)}-${rest.slice(3)}`)

/** For each shape: options, values of it, and what every output must be. */
const SHAPES: [
  name: string,
  options: FpeOptions,
  value: fc.Arbitrary<string>,
  shape: RegExp,
  valid?: (text: string) => boolean,
][] = [
  ['digits', { alphabet: 'digits' }, fc.stringMatching(/^\d{6,30}$/), /^\d{6,30}$/],
  [
    'digits with kept characters',
    { alphabet: 'digits', keep: '- ' },
    fc.stringMatching(/^\d{3}-\d{3} \d{2}$/),
    /^\d{3}-\d{3} \d{2}$/,
  ],
  ['hex', { alphabet: 'hex' }, fc.stringMatching(/^[0-9a-f]{5,40}$/), /^[0-9a-f]{5,40}$/],
  ['base36', { alphabet: 'base36' }, fc.stringMatching(/^[0-9a-z]{4,20}$/), /^[0-9a-z]{4,20}$/],
  [
    'own characters',
    { alphabet: { chars: 'АБВГДЕЖЗ' }, keep: '-' },
    fc.stringMatching(/^[А-З]{4}-[А-З]{6}$/),
    /^[А-З]{4}-[А-З]{6}$/,
  ],
  ['iin', { alphabet: 'iin' }, iin, /^\d{6}[3-6]\d{5}$/, (text) => isValidIin(text)],
  ['card', { alphabet: 'card' }, card, /^\d{12,19}$/, passesLuhn],
  ['kz-phone', { alphabet: 'kz-phone' }, mobile, /^\+7 \(7(?:0[0-8]|47|6[0-4]|71|7[5-8]|85)\) \d{3}-\d{4}$/],
]

describe.each(SHAPES)('fpe %s', (_, options, value, shape, valid = () => true) => {
  it('keeps the shape, gives distinct values distinct ones, and can be undone', () => {
    fc.assert(
      fc.property(fc.uniqueArray(value, { minLength: 1, maxLength: 30 }), (texts) => {
        const encrypted = run(options, valuesOf(texts))
        expect(encrypted.map((text) => text.length)).toEqual(texts.map((text) => text.length))
        expect(encrypted.filter((text) => !shape.test(text) || !valid(text))).toEqual([])
        expect(new Set(encrypted).size).toBe(texts.length)
        expect(run(options, valuesOf(encrypted), 'decrypt')).toEqual(texts)
      }),
      { numRuns: 40 },
    )
  })
})

describe('fpe', () => {
  it('of numbers gives numbers that do not begin with zero', () => {
    const column = numbers(...Array.from({ length: 300 }, (_, i) => String(100_000 + 3001 * i)))
    const options: FpeOptions = { alphabet: 'digits' }
    const encrypted = run(options, column)
    expect(encrypted.filter((text) => !/^[1-9]\d{5}$/.test(text))).toEqual([])
    expect(new Set(encrypted).size).toBe(300)
    expect(run(options, numbers(...encrypted), 'decrypt')).toEqual(column.text)
    const { kind } = verb.bind(options, contextOf(verb, options))(column, rowsOf(300))
    expect(kind.every((k) => k === Kind.number)).toBe(true)
  })

  it('keeps sign and point of a number where the policy says so', () => {
    const options: FpeOptions = { alphabet: 'digits', keep: '-.' }
    const [text] = run(options, numbers('-1234.567'))
    expect(text).toMatch(/^-[1-9]\d{3}\.\d{3}$/)
    expect(run(options, numbers(text!), 'decrypt')).toEqual(['-1234.567'])
  })

  it('of an IIN that is a number puts lost zeros back and takes new ones away', () => {
    const options: FpeOptions = { alphabet: 'iin' }
    const whole = '010101500017'.slice(0, 11)
    const column = numbers(`${whole}${kzCheckDigit(whole)}`.replace(/^0+/, ''))
    const encrypted = run(options, column)
    expect(encrypted[0]).toMatch(/^[1-9]\d*$/)
    expect(isValidIin(encrypted[0]!.padStart(12, '0'))).toBe(true)
    expect(run(options, numbers(...encrypted), 'decrypt')).toEqual(column.text)
  })

  it('of a phone is one for all its written forms, and land lines stay land lines', () => {
    const options: FpeOptions = { alphabet: 'kz-phone' }
    const written = run(options, valuesOf(['+7 727 250-00-01', '8(727)2500001', '7272500001']))
    expect(new Set(written.map((text) => text.replace(/\D/g, '').slice(-10))).size).toBe(1)
    expect(written[0]).toMatch(/^\+7 7[12]\d \d{3}-\d{2}-\d{2}$/)
    expect(written[1]).toMatch(/^8\(7[12]\d\)\d{7}$/)
  })

  it.each<[string, FpeOptions, Values, string]>([
    [
      'five digits are too few',
      { alphabet: 'digits' },
      valuesOf(['12345']),
      'shorter than 6 characters, too short for fpe',
    ],
    [
      'no symbol at all',
      { alphabet: 'digits', keep: '-' },
      valuesOf(['---']),
      'shorter than 6 characters, too short for fpe',
    ],
    ['a text, not an identifier', { alphabet: 'digits' }, valuesOf(['1'.repeat(513)]), 'longer than 512 characters'],
    [
      'a letter among digits',
      { alphabet: 'digits' },
      valuesOf(['12345a']),
      'a character is neither in the alphabet nor in keep',
    ],
    [
      'a capital in hex, whose alphabet is small',
      { alphabet: 'hex' },
      valuesOf(['ABCDEF']),
      'a character is neither in the alphabet nor in keep',
    ],
    ['a number in letters', { alphabet: 'hex' }, numbers('123456'), 'a number needs the alphabet digits'],
    ['a fraction below one', { alphabet: 'digits', keep: '.' }, numbers('0.123456'), 'a number that begins with zero'],
    ['a wrong check digit', { alphabet: 'iin' }, valuesOf(['900101300011']), 'not an IIN of a birth in 1900 to 2029'],
    [
      'a wrong check digit',
      { alphabet: 'card' },
      valuesOf(['4000000000000003']),
      'a card number with a wrong check digit',
    ],
    ['eleven digits', { alphabet: 'card' }, valuesOf(['40000000003']), 'not a card number of 12 to 19 digits'],
    ['a Russian phone', { alphabet: 'kz-phone' }, valuesOf(['+79160000001']), 'not a phone number of Kazakhstan'],
    ['a word', { alphabet: 'kz-phone' }, valuesOf(['unknown']), 'not a phone number of Kazakhstan'],
    [
      'a boolean',
      { alphabet: 'digits' },
      { text: ['true'], kind: Uint8Array.of(Kind.boolean) },
      'neither a string nor a number',
    ],
  ])('refuses, with a fixed phrase: %s', (_, options, values, reason) => {
    expect(() => run(options, values)).toThrow(expect.objectContaining({ reason, index: 0 }))
  })

  it('tells alphabets that cannot be used', () => {
    expect(verb.check({ alphabet: { chars: 'abca' } })).toHaveLength(1)
    expect(verb.check({ alphabet: { chars: 'ab😀' } })).toHaveLength(2)
    expect(verb.check({ alphabet: 'hex', keep: 'f' })).toHaveLength(1)
    expect(verb.check({ alphabet: 'iin', keep: '1' })).toHaveLength(1)
    expect(verb.check({ alphabet: 'iin', keep: '_' })).toEqual([])
  })
})
