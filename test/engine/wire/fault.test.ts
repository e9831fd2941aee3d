import { describe, expect, it } from 'vitest'
import { asFault, faultError, type Fault } from '../../../src/engine/wire/fault.ts'
import { PerdeError, type ErrorCode } from '../../../src/errors.ts'
import { BlockFault } from '../../../src/io/formats/format.ts'

const PLACE = { source: 'people', part: 'people.csv', records: 100, offset: 4096 }

describe('a failure of a worker', () => {
  it('that is a fault of the data keeps code, phrases and its place in the block', () => {
    const fault = asFault(new BlockFault('INPUT_VALUE', 'a value is null', 3, 17, ['mend it'], 'a.b'))
    expect(fault).toEqual({
      code: 'INPUT_VALUE',
      message: 'a value is null',
      hints: ['mend it'],
      where: { field: 'a.b' },
      row: 3,
      offset: 17,
    })
  })

  it('that is an error of perde keeps code, phrases and place, and not its cause', () => {
    const error = new PerdeError('PLAN_LIMIT', 'too many', {
      hints: ['h'],
      where: { source: 's' },
      cause: new Error('Ivanova'),
    })
    expect(asFault(error)).toEqual({ code: 'PLAN_LIMIT', message: 'too many', hints: ['h'], where: { source: 's' } })
  })

  const foreign: [string, unknown][] = [
    // what was thrown, with data in it
    ['an error of the language', new TypeError('Cannot read properties of Ivanova')],
    [
      'an error whose stack quotes data',
      Object.assign(new Error('x'), {
        stack: 'Error: Ivanova\nIvanova again\n    at f (/home/ivanova/work/perde/dist/thread.js:10:5)',
      }),
    ],
    ['an error without a stack', Object.assign(new Error('Ivanova'), { stack: undefined })],
    ['a text', 'Ivanova'],
    ['nothing', undefined],
  ]
  it.each(foreign)('that is %s keeps its kind and place in the program alone', (_, thrown) => {
    const fault = asFault(thrown)
    expect(fault.code).toBe('INTERNAL')
    expect(JSON.stringify(fault).toLowerCase()).not.toContain('ivanova')
    expect(fault.message).toMatch(/^a worker failed \(.+\)$/)
  })

  it('crosses threads as plain data', () => {
    const fault = asFault(new BlockFault('INPUT_NUL', 'a NUL', 1, 2))
    expect(structuredClone(fault)).toEqual(fault)
  })
})

describe('the error of a fault', () => {
  const fault: Fault = { code: 'INPUT_VALUE', message: 'm', hints: ['h'], where: { field: 'age' }, row: 2, offset: 7 }

  it('has the place that the block’s number and offset add', () => {
    const error = faultError(fault, PLACE)
    expect(error).toBeInstanceOf(PerdeError)
    expect(error).toMatchObject({ code: 'INPUT_VALUE', message: 'm', hints: ['h'] })
    expect(error.where).toEqual({ source: 'people', part: 'people.csv', field: 'age', record: 103, offset: 4103 })
  })

  it('has no record where the fault is about none', () => {
    const { row: _, offset: __, ...bare } = fault
    expect(faultError(bare, PLACE).where).toEqual({ source: 'people', part: 'people.csv', field: 'age' })
  })

  it('withholds the name of a field that looks like data, but where the policy spells it out', () => {
    const field = '880101300120'
    expect(faultError({ ...fault, where: { field } }, PLACE).where.field).toBe('(name withheld)')
    expect(faultError({ ...fault, where: { field } }, { ...PLACE, named: new Set([field]) }).where.field).toBe(field)
  })

  it('is a bug where the code is none of the table', () => {
    expect(faultError({ ...fault, code: 'NO_SUCH' as ErrorCode }, PLACE).code).toBe('INTERNAL')
  })
})
