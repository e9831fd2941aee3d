import { describe, expect, it } from 'vitest'
import { driftOf, joinSchemas, type Schema } from '../../src/plan/drift.ts'

const schema = (fields: Record<string, string[]>, steady = true): Schema =>
  Object.fromEntries(Object.entries(fields).map(([path, types]) => [path, { types, steady }]))

const before = schema({ age: ['number'], name: ['text'], note: [] })

describe('what changed in a source', () => {
  const cases: [what: string, now: Schema, accepted: Record<string, string>, changes: string[]][] = [
    ['nothing where all is as it was', before, {}, []],
    ['a field that came', schema({ age: ['number'], name: ['text'], note: [], fax: ['text'] }), {}, ['added fax']],
    ['a field that went', schema({ age: ['number'], note: [] }), {}, ['gone name']],
    ['a field under another name', schema({ age: ['number'], label: ['text'], note: [] }), {}, ['added label', 'gone name']], // prettier-ignore
    ['a field of another type', schema({ age: ['text'], name: ['text'], note: [] }), {}, ['retyped age']],
    ['a type beside the one that was there', schema({ age: ['number', 'text'], name: ['text'], note: [] }), {}, ['retyped age']], // prettier-ignore
    ['no change in a field that only ever was null', schema({ age: ['number'], name: ['text'], note: ['text'] }), {}, []], // prettier-ignore
    ['no change in a field without a value', schema({ age: [], name: ['text'], note: [] }), {}, []],
    ['not what the policy says went', schema({ age: ['number'], note: [] }), { name: 'gone' }, []],
    ['not what the policy says is of another type', schema({ age: ['text'], name: ['text'], note: [] }), { age: 'text' }, []], // prettier-ignore
    ['yet another type than the policy says', schema({ age: ['boolean'], name: ['text'], note: [] }), { age: 'text' }, ['retyped age']], // prettier-ignore
  ]
  it.each(cases)('is %s', (_, now, accepted, changes) => {
    expect(driftOf('s', before, now, accepted).map(({ change, path }) => `${change} ${path}`)).toEqual(changes)
  })

  it('is not a field that inputs lacked before', () => {
    expect(driftOf('s', schema({ a: ['text'] }, false), {}, {})).toEqual([])
  })
})

describe('what is known of a source after one more release', () => {
  it('has the types of both, and is steady where both are', () => {
    const joined = joinSchemas(schema({ a: ['number'], b: ['text'] }), schema({ a: ['text'], c: ['text'] }))
    expect(joined).toEqual({
      a: { types: ['number', 'text'], steady: true },
      b: { types: ['text'], steady: false },
      c: { types: ['text'], steady: true },
    })
    expect(driftOf('s', joined, schema({ a: ['text'], c: ['text'] }), {})).toEqual([])
  })
})
