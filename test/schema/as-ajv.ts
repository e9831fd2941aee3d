import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { expect } from 'vitest'
import type { Schema } from '../../src/schema/json-schema.ts'
import { fits } from '../../src/schema/shape.ts'
import { mutations } from '../policy/mutations.ts'

/** Fails where the check of shapes and ajv do not agree about a good document that was changed at random. */
export function expectAsAjv(schema: Schema, good: object, runs = 300): void {
  const validate = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true }).compile(schema)
  const document = JSON.parse(JSON.stringify(good)) as unknown
  expect([validate(document), fits(document, schema)]).toEqual([true, true])
  fc.assert(
    fc.property(mutations(document), (changed) => {
      expect(fits(changed, schema)).toBe(validate(changed))
    }),
    { numRuns: runs },
  )
}
