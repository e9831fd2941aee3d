import type { Schema } from '../../schema/json-schema.ts'

/** The schema of an object that has these properties and no other. */
export function object(properties: Record<string, Schema>, optional: string[] = []): Schema {
  return {
    type: 'object',
    additionalProperties: false,
    properties,
    required: Object.keys(properties).filter((p) => !optional.includes(p)),
  }
}
