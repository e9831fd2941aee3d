import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { Kind, valuesOf } from '../../src/record/batch.ts'
import type { AnyVerb } from '../../src/transforms/any-verb.ts'
import { ValueFault } from '../../src/transforms/verb.ts'
import { verb as encrypt } from '../../src/transforms/verbs/encrypt.ts'
import { verb as fpe } from '../../src/transforms/verbs/fpe.ts'
import { verb as noise } from '../../src/transforms/verbs/noise.ts'
import { verb as pseudonym } from '../../src/transforms/verbs/pseudonym.ts'
import { verb as shiftDate } from '../../src/transforms/verbs/shift-date.ts'
import { verb as surrogate } from '../../src/transforms/verbs/surrogate.ts'
import { bound, contextOf, numbers, OTHER_ROOT, rowsOf, textsOf } from './keyed-column.ts'

const COUNT = 300
const digits = Array.from({ length: COUNT }, (_, i) => String((i + 1) * 3_333_331_337).padStart(12, '0'))
const dates = Array.from({ length: COUNT }, (_, i) => `19${10 + (i % 90)}-0${1 + (i % 9)}-${10 + (i % 19)}`)

/** Every keyed verb in every shape of its output; `same`: how many of 300 values may be the same under another key. */
const CASES: [name: string, verb: AnyVerb, options: object, texts: string[], same: number][] = [
  ['pseudonym', pseudonym, {}, digits, 0],
  ['pseudonym of a domain', pseudonym, { domain: 'person' }, digits, 0],
  ['pseudonym of two evaluations', pseudonym, { length: 26 }, digits, 0],
  ['pseudonym hex', pseudonym, { format: 'hex', length: 20 }, digits, 0],
  ['pseudonym hex of two evaluations', pseudonym, { format: 'hex' }, digits, 0],
  ['pseudonym uuid', pseudonym, { format: 'uuid' }, digits, 0],
  ['pseudonym digits', pseudonym, { format: 'digits' }, digits, 0],
  ['encrypt', encrypt, {}, digits, 0],
  ['fpe digits', fpe, { alphabet: 'digits' }, digits, 0],
  ['fpe chars', fpe, { alphabet: { chars: '0123456789әғқңө' } }, digits, 0],
  // two permutations of 300 places agree in one place on average
  ['surrogate', surrogate, {}, digits, 8],
  ['surrogate uuid', surrogate, { format: 'uuid' }, digits, 8],
  // 1 in 360, 1 in 180 and 1 in 50 shifts agree by chance
  ['shift-date', shiftDate, { days: 180 }, dates, 8],
  ['shift-date past', shiftDate, { days: 180, direction: 'past' }, dates, 12],
  ['shift-date by record', shiftDate, { days: 180, by: 'record' }, dates, 8],
  ['shift-date by weeks', shiftDate, { days: 180, keep: 'weekday' }, dates, 25],
  ['noise', noise, { scale: 1e6 }, digits, 0],
  ['noise gauss by value', noise, { scale: 1e6, kind: 'gauss', by: 'value' }, digits, 0],
  ['noise uniform by subject', noise, { scale: 1e6, kind: 'uniform', by: 'subject' }, digits, 0],
]

describe.each(CASES)('%s', (_, verb, options, texts, same) => {
  it('gives other values under another key', () => {
    const one = textsOf(verb, options, texts)
    const other = textsOf(verb, options, texts, { root: OTHER_ROOT })
    expect(one.filter((text, i) => text === other[i]).length).toBeLessThanOrEqual(same)
  })

  it('gives the same values in any order and any batch', () => {
    const values = valuesOf(texts)
    const transform = bound(verb, options, values)
    const whole = transform(values, rowsOf(COUNT))
    const backwards = Array.from({ length: COUNT }, (_v, i) => COUNT - 1 - i)
    for (const size of [1, 7, COUNT]) {
      const text: string[] = []
      for (let from = 0; from < COUNT; from += size) {
        const part = backwards.slice(from, from + size)
        const rows = { ...rowsOf(COUNT), row: Int32Array.from(part) }
        text.push(...transform(valuesOf(part.map((i) => texts[i]!)), rows).text)
      }
      expect(text.reverse()).toEqual(whole.text)
    }
  })

  it('gives a new column of the same length and leaves the old one alone', () => {
    const values = valuesOf(texts)
    const out = bound(verb, options, values)(values, rowsOf(COUNT))
    expect(out.text).toHaveLength(COUNT)
    expect([...out.kind]).toEqual(new Array(COUNT).fill(Kind.string))
    expect(values).toEqual(valuesOf(texts))
    expect(out.text).not.toEqual(texts)
  })

  it('gives an empty column for an empty one', () => {
    expect(bound(verb, options, valuesOf(texts))(valuesOf([]), rowsOf(0)).text).toEqual([])
  })

  it('asks for keys of its options’ root and domain', () => {
    for (const request of verb.keys!({ ...options, key: 'second', domain: 'visit' }))
      expect(request).toMatchObject({ root: 'second', domain: 'visit' })
  })

  it('has a schema that takes its options and no others', () => {
    const validate = new Ajv({ allErrors: true }).compile(verb.schema!)
    expect(validate(options)).toBe(true)
    expect(validate({ ...options, salt: 'x' })).toBe(false)
    expect(verb.check?.(options) ?? []).toEqual([])
  })

  it('refuses objects and lists, and says where', () => {
    const values = valuesOf([texts[0]!, '{"a":1}'])
    values.kind[1] = Kind.container
    const transform = bound(verb, options, valuesOf(texts))
    expect(() => transform(values, rowsOf(2))).toThrow(expect.objectContaining({ index: 1 }))
    expect(() => transform(values, rowsOf(2))).toThrow(ValueFault)
  })
})

describe('the algorithm words of keyed verbs', () => {
  it('differ from verb to verb, so no two verbs share a key', () => {
    const words = [pseudonym, surrogate, encrypt, fpe, shiftDate, noise].map((verb: AnyVerb) =>
      verb.keys!({ format: 'uuid', alphabet: 'digits', days: 1, scale: 1 }).map(({ algorithm }) => algorithm),
    )
    expect(new Set(words.flat()).size).toBe(words.flat().length)
  })
})

describe('short forms', () => {
  it.each<[AnyVerb, string, object | undefined]>([
    [pseudonym, '', {}],
    [pseudonym, 'person', { domain: 'person' }],
    [pseudonym, 'person uuid', undefined],
    [surrogate, '', {}],
    [surrogate, 'visit', { domain: 'visit' }],
    [encrypt, 'person', { domain: 'person' }],
    [fpe, 'digits', { alphabet: 'digits' }],
    [fpe, 'iin person', { alphabet: 'iin', domain: 'person' }],
    [fpe, '', undefined],
    [fpe, 'letters', undefined],
    [shiftDate, '180d', { days: 180 }],
    [shiftDate, '30', { days: 30 }],
    [shiftDate, '0d', undefined],
    [shiftDate, '', undefined],
    [noise, '5', { scale: 5 }],
    [noise, '5%', { scale: 0.05, relative: true }],
    [noise, 'gauss 2.5', { scale: 2.5, kind: 'gauss' }],
    [noise, '0', undefined],
    [noise, 'some 5', undefined],
  ])('%# are understood or refused', (verb, words, options) => {
    expect(verb.parseShort(words.split(' ').filter(Boolean))).toEqual(options)
  })
})

describe('numbers and booleans', () => {
  it('join with strings that are written alike', () => {
    for (const options of [{}, { format: 'digits' as const }]) {
      const transform = pseudonym.bind(options, contextOf(pseudonym, options))
      const [text] = transform(valuesOf(['17', 'true']), rowsOf(2)).text
      expect(transform(numbers('17'), rowsOf(1)).text).toEqual([text])
      const truth = { text: ['true'], kind: Uint8Array.of(Kind.boolean) }
      expect(transform(truth, rowsOf(1)).text).toEqual([transform(valuesOf(['true']), rowsOf(1)).text[0]])
    }
  })
})
