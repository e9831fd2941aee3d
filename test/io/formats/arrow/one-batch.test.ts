import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PerdeError } from '../../../../src/errors.ts'
import { readOneBatch, readSchemaMessage } from '../../../../src/io/formats/arrow/one-batch.ts'

const vector = (name: string) => readFileSync(new URL(`../../../vectors/stdio/${name}`, import.meta.url))
const GOOD = vector('good.arrow')
const SCHEMA = vector('schema.arrow')

/** What it is, or the code that says why it is nothing. */
function outcome(read: () => unknown): string {
  try {
    read()
    return 'read'
  } catch (e) {
    if (e instanceof PerdeError) return e.code
    throw e
  }
}

describe('a stream of one batch', () => {
  it('is its schema, its batch and the number of its records, with or without the mark of its end', () => {
    for (const name of ['good.arrow', 'good-without-end.arrow']) {
      const { schema, batch, records } = readOneBatch(vector(name))
      expect(Buffer.concat([schema, batch]).equals(vector('good-without-end.arrow'))).toBe(true)
      expect(Buffer.from(schema).equals(SCHEMA)).toBe(true)
      expect(records).toBe(10)
    }
  })

  it('is an error of the input wherever it is cut', () => {
    const whole = vector('good-without-end.arrow')
    for (let end = 0; end < whole.length; end++)
      expect(
        outcome(() => readOneBatch(whole.subarray(0, end))),
        String(end),
      ).toBe('INPUT_ARROW')
  })

  it('is read, or an error of the input, whatever its bytes say', () => {
    const change = fc.record({ at: fc.nat(GOOD.length - 1), byte: fc.nat(255) })
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const bytes = Buffer.from(GOOD)
        for (const { at, byte } of changes) bytes[at] = byte
        const known = ['read', 'INPUT_ARROW', 'INPUT_FORMAT', 'INPUT_DUPLICATE_FIELD']
        expect(known).toContain(outcome(() => readOneBatch(bytes)))
        expect(known).toContain(outcome(() => readSchemaMessage(bytes)))
      }),
      { numRuns: 500 },
    )
  })
})
