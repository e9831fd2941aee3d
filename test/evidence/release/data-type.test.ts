import { describe, expect, it } from 'vitest'
import { dataTypeOf } from '../../../src/evidence/release/data-type.ts'

describe('the type of a field in a Data Package', () => {
  it.each([
    [['int64'], 'same', { type: 'integer' }],
    [['bigint'], 'same', { type: 'integer' }],
    [['decimal(10,2)'], 'same', { type: 'number' }],
    [['numeric(6,2)'], 'same', { type: 'number' }],
    [['double precision'], 'same', { type: 'number' }],
    [['number'], 'same', { type: 'number' }],
    [['timestamp(micros,utc)'], 'same', { type: 'datetime', format: 'any' }],
    [['timestamp with time zone'], 'same', { type: 'datetime', format: 'any' }],
    [['date'], 'same', { type: 'date' }],
    [['text'], 'same', { type: 'string' }],
    [['uuid'], 'same', { type: 'string' }],
    // What a rule writes.
    [['int64'], 'text', { type: 'string' }],
    [['int64'], 'words', { type: 'number' }],
    [['date'], 'words', { type: 'string' }],
    // Nothing is known, or several things.
    [[], 'same', { type: 'any' }],
    [['number', 'text'], 'same', { type: 'any' }],
    [['object'], 'same', { type: 'any' }],
  ] as const)('of %j that is written as %s is told', (types, written, expected) => {
    expect(dataTypeOf(types, written, false)).toEqual(expected)
  })

  it('says how truth is written where records are cells', () => {
    expect(dataTypeOf(['boolean'], 'same', true)).toEqual({ type: 'boolean', trueValues: ['t', 'true'], falseValues: ['f', 'false'] }) // prettier-ignore
    expect(dataTypeOf(['boolean'], 'same', false)).toEqual({ type: 'boolean' })
  })
})
