import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Step } from '../../src/policy/policy.ts'
import { Kind, valuesOf } from '../../src/record/batch.ts'
import { bindSteps, outputProperties } from '../../src/transforms/pipeline.ts'
import { contextOf, plainRows, testKey, textsOf } from './apply.ts'

const step = (verb: string, options: Record<string, unknown> = {}): Step => ({ verb, options })
const run = (steps: Step[], texts: string[]) =>
  textsOf(
    bindSteps(
      steps,
      steps.map(() => contextOf({ keys: [testKey(1)] })),
    )(valuesOf(texts), plainRows(texts.length)),
  )

describe('steps in a row', () => {
  it('are applied in their order', () => {
    expect(run([step('clip', { max: 200000 }), step('round', { to: 1000 })], ['250499', '1499'])).toEqual([
      '200000',
      '1000',
    ])
    expect(run([step('prefix', { length: 2 }), step('mask', { first: 1 })], ['abc'])).toEqual(['a*'])
  })

  it('of none leave the values alone', () => {
    expect(run([], ['a'])).toEqual(['a'])
  })

  it('do not touch what a step before made null', () => {
    const numbers = bindSteps([step('redact'), step('mask')], [contextOf(), contextOf()])
    const { text, kind } = numbers({ text: ['12', 'ab'], kind: Uint8Array.of(Kind.number, Kind.string) }, plainRows(2))
    expect([...kind]).toEqual([Kind.null, Kind.string])
    expect(text[1]).toBe('*'.repeat('[REDACTED]'.length))
    expect(run([step('drop'), step('round', { to: 1 })], ['x', 'y'])).toEqual([null, null])
  })

  it('name the cell of a fault as it came in, behind nulls as well', () => {
    const transform = bindSteps([step('redact'), step('round', { to: 1 })], [contextOf(), contextOf()])
    const values = { text: ['1', '2', 'x'], kind: Uint8Array.of(Kind.number, Kind.number, Kind.string) }
    expect(() => transform(values, plainRows(3))).toThrow(expect.objectContaining({ index: 2 }))
  })

  it('do not change the values that came in', () => {
    const values = valuesOf(['37', '41'])
    bindSteps([step('bucket', { width: 10, as: 'lower' }), step('round', { to: 100 })], [contextOf(), contextOf()])(
      values,
      plainRows(2),
    )
    expect(values).toEqual(valuesOf(['37', '41']))
  })

  it('give the same output however the batch is split', () => {
    const lists: Step[][] = [
      [step('mask', { last: 2 })],
      [step('fake', { kind: 'person.name' })],
      [step('pseudonym'), step('prefix', { length: 8 })],
      [step('scrub', { find: ['email'], with: 'pseudonym' })],
      [step('fake', { kind: 'email', unique: true }), step('mask', { first: 3 })],
    ]
    const word = fc.constantFrom('Ахметов Нұрлан', 'John Smith', 'write to a@mail.kz', '', '12', 'Әсем')
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), fc.nat(12), fc.constantFrom(...lists), (texts, at, steps) => {
        expect(run(steps, texts)).toEqual([...run(steps, texts.slice(0, at)), ...run(steps, texts.slice(at))])
      }),
      { numRuns: 60 },
    )
  })
})

describe('the properties of steps', () => {
  it.each([
    // none
    [[], { iso20889: 'none', classes: [], joins: 'yes', unique: true, reversible: false, synthetic: false }],
    [
      [step('clip', { max: 1 }), step('round', { to: 1 })],
      { iso20889: 'generalisation', classes: ['generalisation'], joins: 'no', unique: false },
    ],
    // what leaves more behind decides
    [
      [step('pseudonym'), step('mask', { last: 2 })],
      { iso20889: 'pseudonymisation', classes: ['pseudonymisation', 'masking'], joins: 'no', unique: false },
    ],
    [[step('pseudonym', { domain: 'person' })], { iso20889: 'pseudonymisation', joins: 'domain', unique: true }],
    [[step('lookup', { file: 'x' })], { reversible: true }],
    [[step('fake', { kind: 'city' })], { iso20889: 'synthetic', synthetic: true, reversible: false }],
    [[step('drop')], { iso20889: 'suppression', synthetic: false }],
  ] as [Step[], object][])('row %# of the table are as it says', (steps, expected) => {
    expect(outputProperties(steps)).toMatchObject(expected)
  })
})
