/** The keywords of JSON Schema 2020-12 that perde's own schemas use; `shape.ts` checks exactly these. */
export interface Schema {
  $schema?: string
  $id?: string
  $ref?: string
  $defs?: Record<string, Schema>
  title?: string
  description?: string
  default?: unknown
  type?: string | string[]
  const?: unknown
  enum?: readonly unknown[]
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
  propertyNames?: Schema
  minProperties?: number
  maxProperties?: number
  items?: Schema
  minItems?: number
  maxItems?: number
  uniqueItems?: boolean
  minLength?: number
  maxLength?: number
  pattern?: string
  format?: 'date'
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  exclusiveMaximum?: number
  oneOf?: Schema[]
  anyOf?: Schema[]
}
