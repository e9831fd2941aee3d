import type { AnyVerb } from '../transforms/any-verb.ts'
import type { Schema } from '../schema/json-schema.ts'
import { ANONYMITY } from './schema-anonymity.ts'
import { bothSpellings, DEFINITIONS, object, ref, text, withNull } from './schema-definitions.ts'

/** A recipe's name has a dash, so that it is never a verb's. */
export const RECIPE_NAME = '^[a-z][a-z0-9]*-[a-z0-9-]+$'

/**
 * The language as a JSON Schema (2020-12): the definition that editors read (`policies/schema.json`, held current by a
 * test) and that the parser checks documents with. The options of each transform are the verb's own `schema`.
 */
export function policySchema(verbs: readonly AnyVerb[]): Schema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:perde:policy:1',
    title: 'perde policy, version 1',
    ...object(
      {
        $schema: text(),
        perde: { const: 1, description: 'version of the policy language' },
        dataset: ref('dataset'),
        purpose: ref('purpose'),
        system: ref('system'),
        consent: ref('consent'),
        keys: {
          type: 'object',
          propertyNames: {
            type: 'string',
            pattern: '^[a-z][a-z0-9-]*$',
            description: 'small letters, digits and dashes',
          },
          additionalProperties: ref('key'),
        },
        detect: ref('detect'),
        transforms: {
          type: 'object',
          description: 'named recipes, used as `do: my-recipe`',
          propertyNames: {
            type: 'string',
            pattern: RECIPE_NAME,
            description: 'small letters, digits, and at least one dash',
          },
          additionalProperties: ref('do'),
        },
        unlisted: {
          enum: ['fail', 'drop', 'detect', 'keep', 'quarantine'],
          default: 'fail',
          description:
            'what to do with a field that no rule names; quarantine: it is left out, and named at the end of a run with the rule it needs',
        },
        drift: {
          type: 'object',
          description:
            'changes since earlier releases that somebody has looked at: source → path → the types that it has now, or gone (run --since)',
          additionalProperties: { type: 'object', additionalProperties: { type: 'string', minLength: 1 } },
        },
        fields: {
          type: 'object',
          minProperties: 1,
          description: 'source name, or "*" for every source → path → rule',
          additionalProperties: { type: 'object', minProperties: 1, additionalProperties: ref('rule') },
        },
        anonymity: ref('anonymity'),
        output: ref('output'),
        audit: ref('audit'),
        approval: ref('approval'),
      },
      ['perde', 'dataset', 'purpose', 'fields'],
    ),
    $defs: { ...DEFINITIONS, anonymity: ANONYMITY, ...transformDefinitions(verbs) },
  }
}

/** `do`, its short form and its long form, from the verbs. */
function transformDefinitions(verbs: readonly AnyVerb[]): Record<string, Schema> {
  const names = verbs.flatMap(({ name }) => bothSpellings([name]))
  const one = [ref('short'), ref('null'), ref('step')]
  return {
    do: { oneOf: [...one, { type: 'array', minItems: 1, items: { oneOf: one } }] },
    null: { type: 'null', description: 'the transform `null`' },
    short: {
      type: 'string',
      pattern: `^(?:(?:${names.join('|')})(?: +[^ ]+)*|${RECIPE_NAME.slice(1, -1)})$`,
      description: 'a transform with its words (`pseudonym person`), or the name of a recipe',
    },
    step: {
      ...object(
        Object.fromEntries(
          verbs.flatMap(({ name, summary, schema }) =>
            bothSpellings([name]).map((spelling) => [spelling, { description: summary, ...optionsSchema(schema) }]),
          ),
        ),
      ),
      minProperties: 1,
      maxProperties: 1,
    },
  }
}

/** A verb's own schema; a verb without one takes an empty object. */
export function optionsSchema(schema: object | undefined): Schema {
  if (schema === undefined) return object({})
  const own = schema as Schema
  const properties = Object.entries(own.properties ?? {}).map(([name, option]) => [
    name,
    option.enum ? { ...option, enum: withNull(option.enum) } : option,
  ])
  return { ...own, properties: Object.fromEntries(properties) as Record<string, Schema> }
}
