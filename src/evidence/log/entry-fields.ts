import type { Schema } from '../../schema/json-schema.ts'

/**
 * The kinds of field an entry may have. Each is a JSON Schema and a TypeScript type in one, so that the two cannot
 * drift. There is no free text among them: a string is a digest, a time, an identifier or a word of a list, and that
 * is what keeps personal data out of a log from which nothing can be erased.
 */
export interface Field<T> {
  readonly schema: Schema
  /** never there; carries the type */
  readonly value?: T
}

export interface OptionalField<T> {
  readonly optional: Field<T>
}

export type Shape = Readonly<Record<string, Field<unknown> | OptionalField<unknown>>>

type OptionalKeys<S extends Shape> = { [K in keyof S]: S[K] extends OptionalField<unknown> ? K : never }[keyof S]
export type ValuesOf<S extends Shape> = {
  [K in Exclude<keyof S, OptionalKeys<S>>]: S[K] extends Field<infer T> ? T : never
} & { [K in OptionalKeys<S>]?: S[K] extends OptionalField<infer T> ? T | undefined : never }

export function text(pattern: RegExp, maxLength: number): Field<string> {
  return { schema: { type: 'string', maxLength, pattern: pattern.source } }
}

export function oneOf<const T extends readonly string[]>(terms: T): Field<T[number]> {
  return { schema: { type: 'string', enum: terms } }
}

/** An integer from `minimum` to 2^53 − 1, the largest that RFC 8785 keeps exactly. */
export function integer(minimum = 0): Field<number> {
  return { schema: { type: 'integer', minimum, maximum: Number.MAX_SAFE_INTEGER } }
}

export function orNull<T>(field: Field<T>): Field<T | null> {
  return { schema: { anyOf: [field.schema, { type: 'null' }] } }
}

export function list<T>(item: Field<T>, maxItems: number): Field<readonly T[]> {
  return { schema: { type: 'array', maxItems, items: item.schema } }
}

export function optional<T>(field: Field<T>): OptionalField<T> {
  return { optional: field }
}

/** An object with these fields and no others. */
export function object<const S extends Shape>(shape: S): Field<ValuesOf<S>> {
  const fields = Object.entries(shape)
  const properties = fields.map(([name, field]) => [name, 'optional' in field ? field.optional.schema : field.schema])
  return {
    schema: {
      type: 'object',
      additionalProperties: false,
      required: fields.filter(([, field]) => !('optional' in field)).map(([name]) => name),
      properties: Object.fromEntries(properties),
    },
  }
}

/** Counts by word of a list; words without a count are left out. */
export function countsOf<const T extends readonly string[]>(terms: T): Field<{ readonly [K in T[number]]?: number }> {
  const properties = Object.fromEntries(terms.map((term) => [term, integer().schema]))
  return { schema: { type: 'object', additionalProperties: false, properties } }
}

export const flag: Field<boolean> = { schema: { type: 'boolean' } }

/** SHA-256 in lower-case hexadecimal. */
export const digest = text(/^[0-9a-f]{64}$/, 64)

/** A ULID, see ../ulid.ts. */
export const ulidField = text(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/, 26)

/** RFC 3339 with any zone and precision, as the person who gave it wrote it. */
export const moment = text(
  /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$/,
  35,
)

/** A day of the calendar, `2026-12-01`. */
export const day = text(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/, 10)

/** RFC 3339 in UTC with milliseconds: the time of an entry. */
export const instant = text(/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$/, 24)

/** Name of a data set, source or key in a policy. */
export const name = text(/^[A-Za-z][A-Za-z0-9_.-]*$/, 64)

/** Lower-case word of perde's own registries: an entity, a verb, a rule set. */
export const word = text(/^[a-z][a-z0-9-]*$/, 40)

/** A term of a vocabulary: `dpv:ScientificResearch`, an IRI, an alias. No run of digits that could be a number of a person. */
export const term = text(
  /^(?!.*[0-9]{9})[A-Za-z][A-Za-z0-9+.-]*(:[A-Za-z0-9/._~-]+(#[A-Za-z0-9._-]+)?|[._][A-Za-z0-9._-]+)?$/,
  200,
)

/** Who asks for a use, as the operator names jobs and teams: no `@`, no spaces, no long number. */
export const party = text(/^(?!.*[0-9]{9})[A-Za-z][A-Za-z0-9]*([._:/-][A-Za-z0-9]+)*$/, 64)

/** Name and version of the program. */
export const tool = text(/^[a-z][a-z0-9-]*\/[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$/, 64)

/** Origin of a log, which is also the name of its keys. */
export const origin = text(/^[A-Za-z0-9][A-Za-z0-9._~:/-]*$/, 200)

/** A verification key; long enough for an ML-DSA-44 key (1,312 bytes). */
export const vkeyField = text(/^[A-Za-z0-9][A-Za-z0-9._~:/-]*\+[0-9a-f]{8}\+[A-Za-z0-9+/]+={0,2}$/, 2048)

/** An Ed25519 signature in base64. */
export const signature = text(/^[A-Za-z0-9+/]{86}==$/, 88)
