import { Ajv } from 'ajv'
import { expect, it } from 'vitest'
import { ENTRY_SHAPES, entrySchema, type EntryType } from '../../../src/evidence/log/entry-schemas.ts'

it.each(Object.keys(ENTRY_SHAPES) as EntryType[])('the schema of %s is a JSON Schema', (type) => {
  const ajv = new Ajv({ strict: true, strictRequired: false, validateFormats: false })
  expect(ajv.validateSchema(entrySchema(type)), JSON.stringify(ajv.errors)).toBe(true)
})
