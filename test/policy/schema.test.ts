import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isCivilDate } from '../../src/record/civil-date.ts'
import { policySchema } from '../../src/policy/schema.ts'
import type { Schema } from '../../src/schema/json-schema.ts'
import { checkShape } from '../../src/schema/shape.ts'
import { readYaml } from '../../src/policy/yaml-source.ts'
import { verbs } from '../../src/transforms/registry.ts'
import { GOOD } from './good-policy.ts'
import { mutations } from './mutations.ts'

const schema = policySchema(verbs)
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, formats: { date: isCivilDate } })
const validate = ajv.compile(schema)

test('policies/schema.json is what the language and its transforms say (npx vitest run test/policy/schema.test.ts -u)', async () => {
  await expect(`${JSON.stringify(schema, null, 1)}\n`).toMatchFileSnapshot('../../policies/schema.json')
})

describe('the schema', () => {
  test('is a schema of JSON Schema 2020-12', () => {
    expect(ajv.validateSchema(schema)).toBe(true)
  })
  test('uses only keywords that the check of shapes knows', () => {
    const unknown = new Set<string>()
    const visit = (part: Schema) => {
      for (const key of Object.keys(part)) if (!KNOWN.has(key)) unknown.add(key)
      for (const below of [part.items, part.propertyNames, part.additionalProperties])
        if (typeof below === 'object') visit(below)
      for (const group of [part.properties, part.$defs]) for (const below of Object.values(group ?? {})) visit(below)
      for (const below of [...(part.oneOf ?? []), ...(part.anyOf ?? [])]) visit(below)
    }
    visit(schema)
    expect([...unknown]).toEqual([])
  })
  test('has every transform, with both spellings of those in -ise', () => {
    const names = Object.keys(schema.$defs!['step']!.properties!)
    expect(names).toEqual(expect.arrayContaining(verbs.map(({ name }) => name)))
    expect(names).toContain('generalize')
  })
  test('accepts the good policy', () => {
    expect(validate(readYaml(GOOD).value)).toBe(true)
    expect(checkShape(readYaml(GOOD).value, schema, schema)).toEqual([])
  })
})

const KNOWN = new Set(
  '$schema $id $ref $defs title description default type const enum properties required additionalProperties propertyNames minProperties maxProperties items minItems maxItems uniqueItems minLength maxLength pattern format minimum maximum exclusiveMinimum exclusiveMaximum oneOf anyOf'.split(
    ' ',
  ),
)

describe('the check of shapes accepts the same documents as ajv', () => {
  test('after one to four random changes of a good policy', () => {
    const seen = { good: 0, bad: 0 }
    fc.assert(
      fc.property(mutations(readYaml(GOOD).value), (document) => {
        const accepted = validate(document)
        seen[accepted ? 'good' : 'bad']++
        expect(checkShape(document, schema, schema).length === 0).toBe(accepted)
      }),
      { numRuns: 1500 },
    )
    expect(seen.good).toBeGreaterThan(20)
    expect(seen.bad).toBeGreaterThan(20)
  })
  test('for anything at all', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (document) => {
        expect(checkShape(document, schema, schema).length === 0).toBe(validate(document))
      }),
    )
  })
})
