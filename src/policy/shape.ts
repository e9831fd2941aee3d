import type { DocumentPath } from './finding.ts'
import { isCivilDate } from './civil-date.ts'
import type { Schema } from './json-schema.ts'

/** What does not fit the schema, one problem a mistake. `schema` is the part that was not met. */
export type ShapeProblem = { path: DocumentPath; schema: Schema } & (
  | { kind: 'unknown-key'; key: string; known: string[] }
  | { kind: 'key-name'; key: string }
  | { kind: 'missing-key'; key: string }
  | { kind: 'type'; expected: string[]; value: unknown }
  | { kind: 'choice'; value: unknown; choices: readonly unknown[] }
  | { kind: 'pattern'; value: string }
  | { kind: 'date'; value: string }
  | { kind: 'range'; phrase: string }
)

/** References that are checked by somebody else: the path and value are handed over, nothing below is looked at. */
export type Handover = Record<string, (value: unknown, path: DocumentPath) => void>

/**
 * Checks plain data against a schema of the subset `Schema` and reports one problem a mistake: of the branches of a
 * `oneOf` only the one whose type fits the value is followed. Accepts the same documents as a JSON Schema validator
 * (a test holds it to ajv), except below the references in `handover`.
 */
export function checkShape(value: unknown, schema: Schema, root: Schema, handover: Handover = {}): ShapeProblem[] {
  const problems: ShapeProblem[] = []
  visit(value, schema, [], { root, handover, problems })
  return problems
}

interface Context {
  root: Schema
  handover: Handover
  problems: ShapeProblem[]
}

function visit(value: unknown, schema: Schema, path: DocumentPath, context: Context): void {
  const { root, handover, problems } = context
  if (schema.$ref !== undefined) {
    const take = handover[schema.$ref]
    if (take) return take(value, path)
    return visit(value, resolve(schema.$ref, root), path, context)
  }
  const branches = schema.oneOf ?? schema.anyOf
  if (branches) return visitBranch(value, schema, branches, path, context)

  const expected = typesOf(schema, root)
  if (expected.length > 0 && !expected.some((type) => hasType(value, type))) {
    // A word where other words are expected is a wrong choice, whatever its type.
    if (schema.enum && isScalar(value)) problems.push({ kind: 'choice', path, schema, value, choices: schema.enum })
    else problems.push({ kind: 'type', path, schema, expected, value })
    return
  }
  const choices = schema.enum ?? (schema.const === undefined ? undefined : [schema.const])
  if (choices && !choices.includes(value)) problems.push({ kind: 'choice', path, schema, value, choices })
  else if (typeof value === 'string') visitString(value, schema, path, context)
  else if (typeof value === 'number') visitNumber(value, schema, path, context)
  else if (Array.isArray(value)) visitArray(value, schema, path, context)
  else if (isObject(value)) visitObject(value, schema, path, context)
}

/** The branch of the value's type; among several the one with the fewest problems. */
function visitBranch(value: unknown, schema: Schema, branches: Schema[], path: DocumentPath, context: Context): void {
  const fitting = branches.filter((branch) => typesOf(branch, context.root).some((type) => hasType(value, type)))
  if (fitting.length === 0) {
    const expected = [...new Set(branches.flatMap((branch) => typesOf(branch, context.root)))]
    context.problems.push({ kind: 'type', path, schema, expected, value })
    return
  }
  const tried = fitting.map((branch) => {
    if (fitting.length === 1) return visit(value, branch, path, context)
    const problems: ShapeProblem[] = []
    visit(value, branch, path, { ...context, problems })
    return problems
  })
  if (fitting.length > 1)
    context.problems.push(...(tried as ShapeProblem[][]).reduce((least, p) => (p.length < least.length ? p : least)))
}

function visitString(value: string, schema: Schema, path: DocumentPath, { problems }: Context): void {
  const length = Array.from(value).length
  if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value))
    problems.push({ kind: 'pattern', path, schema, value })
  else if (schema.format === 'date' && !isCivilDate(value)) problems.push({ kind: 'date', path, schema, value })
  else if (length < (schema.minLength ?? 0))
    problems.push({
      kind: 'range',
      path,
      schema,
      phrase: schema.minLength === 1 ? 'this may not be empty' : `at least ${schema.minLength} characters are needed`,
    })
  else if (length > (schema.maxLength ?? Infinity))
    problems.push({ kind: 'range', path, schema, phrase: `at most ${count(schema.maxLength!, 'character')}` })
}

function visitNumber(value: number, schema: Schema, path: DocumentPath, { problems }: Context): void {
  const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum = -Infinity, exclusiveMaximum = Infinity } = schema
  const phrase =
    value < minimum
      ? `at least ${minimum}`
      : value > maximum
        ? `at most ${maximum}`
        : value <= exclusiveMinimum
          ? `more than ${exclusiveMinimum}`
          : value >= exclusiveMaximum
            ? `less than ${exclusiveMaximum}`
            : undefined
  if (phrase !== undefined) problems.push({ kind: 'range', path, schema, phrase: `this must be ${phrase}` })
}

function visitArray(value: unknown[], schema: Schema, path: DocumentPath, context: Context): void {
  if (value.length < (schema.minItems ?? 0))
    context.problems.push({
      kind: 'range',
      path,
      schema,
      phrase: `the list needs at least ${count(schema.minItems!, 'entry', 'entries')}`,
    })
  else if (value.length > (schema.maxItems ?? Infinity))
    context.problems.push({
      kind: 'range',
      path,
      schema,
      phrase: `the list has at most ${count(schema.maxItems!, 'entry', 'entries')}`,
    })
  else if (schema.uniqueItems && new Set(value.map((item) => JSON.stringify(item))).size < value.length)
    context.problems.push({ kind: 'range', path, schema, phrase: 'the list names something twice' })
  if (schema.items) for (const [i, item] of value.entries()) visit(item, schema.items, [...path, i], context)
}

function visitObject(value: Record<string, unknown>, schema: Schema, path: DocumentPath, context: Context): void {
  const { properties = {}, additionalProperties = true, propertyNames } = schema
  const { problems } = context
  const keys = Object.keys(value)
  for (const key of schema.required ?? [])
    if (!Object.hasOwn(value, key)) problems.push({ kind: 'missing-key', path, schema, key })
  for (const key of keys) {
    const below = Object.hasOwn(properties, key) ? properties[key]! : additionalProperties
    if (below === false)
      problems.push({ kind: 'unknown-key', path: [...path, key], schema, key, known: Object.keys(properties) })
    else if (propertyNames && namesProblem(key, propertyNames, context))
      problems.push({ kind: 'key-name', path: [...path, key], schema: resolved(propertyNames, context.root), key })
    else if (typeof below === 'object') visit(value[key], below, [...path, key], context)
  }
  // An unknown or missing key has been reported already; its effect on the number of keys is no further mistake.
  if (keys.length < (schema.minProperties ?? 0) && (schema.required ?? []).length === 0)
    problems.push({ kind: 'range', path, schema, phrase: 'this may not be empty' })
  else if (keys.length > (schema.maxProperties ?? Infinity) && keys.every((key) => Object.hasOwn(properties, key)))
    problems.push({ kind: 'range', path, schema, phrase: `only one of ${keys.join(', ')} can stand here` })
}

function namesProblem(key: string, schema: Schema, context: Context): boolean {
  const problems: ShapeProblem[] = []
  visit(key, schema, [], { ...context, problems })
  return problems.length > 0
}

function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`
}

function resolve(ref: string, root: Schema): Schema {
  const found = root.$defs?.[ref.replace('#/$defs/', '')]
  if (!found) throw new Error(`the schema has no definition ${ref}`)
  return found
}

function resolved(schema: Schema, root: Schema): Schema {
  return schema.$ref === undefined ? schema : resolve(schema.$ref, root)
}

/** JSON types that a schema lets through; [] = any. */
function typesOf(schema: Schema, root: Schema): string[] {
  if (schema.$ref !== undefined) return typesOf(resolve(schema.$ref, root), root)
  const branches = schema.oneOf ?? schema.anyOf
  if (branches) return branches.flatMap((branch) => typesOf(branch, root))
  if (schema.type !== undefined) return [schema.type].flat()
  const values = schema.enum ?? (schema.const === undefined ? [] : [schema.const])
  return [...new Set(values.map(typeName))]
}

function hasType(value: unknown, type: string): boolean {
  if (type === 'integer') return Number.isInteger(value)
  return typeName(value) === type
}

/** The JSON type of plain data. */
export function typeName(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeName(value) === 'object'
}

function isScalar(value: unknown): boolean {
  return value === null || typeof value !== 'object'
}
