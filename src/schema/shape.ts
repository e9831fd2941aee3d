import { isCivilDate } from '../record/civil-date.ts'
import type { DocumentPath } from './document-path.ts'
import type { Schema } from './json-schema.ts'

/** What does not fit the schema, one problem a mistake. `schema` is the part that was not met. */
export type ShapeProblem = { path: DocumentPath; schema: Schema } & (
  | { kind: 'unknown-key'; key: string; known: string[] }
  | { kind: 'key-name'; key: string }
  | { kind: 'missing-key'; key: string }
  | { kind: 'type'; expected: readonly string[]; value: unknown }
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
  visit(value, schema, undefined, { root, handover, problems })
  return problems
}

/** Does plain data fit the schema? */
export function fits(value: unknown, schema: Schema): boolean {
  return checkShape(value, schema, schema).length === 0
}

interface Context {
  root: Schema
  handover: Handover
  problems: ShapeProblem[]
}

/** A place, written out only where something is wrong there. */
type At = { above: At; key: string | number } | undefined

function below(above: At, key: string | number): At {
  return { above, key }
}

function pathOf(at: At): DocumentPath {
  const path: (string | number)[] = []
  for (let place = at; place; place = place.above) path.unshift(place.key)
  return path
}

function visit(value: unknown, schema: Schema, at: At, context: Context): void {
  const { root, handover, problems } = context
  if (schema.$ref !== undefined) {
    const take = handover[schema.$ref]
    if (take) return take(value, pathOf(at))
    return visit(value, resolve(schema.$ref, root), at, context)
  }
  const branches = schema.oneOf ?? schema.anyOf
  if (branches) return visitBranch(value, schema, branches, at, context)

  const expected = typesOf(schema, root)
  if (expected.length > 0 && !expected.some((type) => hasType(value, type))) {
    // A word where other words are expected is a wrong choice, whatever its type.
    if (schema.enum && isScalar(value))
      problems.push({ kind: 'choice', path: pathOf(at), schema, value, choices: schema.enum })
    else problems.push({ kind: 'type', path: pathOf(at), schema, expected, value })
    return
  }
  const choices = schema.enum ?? (schema.const === undefined ? undefined : [schema.const])
  if (choices && !choices.some((choice) => isSame(choice, value)))
    problems.push({ kind: 'choice', path: pathOf(at), schema, value, choices })
  else if (typeof value === 'string') visitString(value, schema, at, context)
  else if (typeof value === 'number') visitNumber(value, schema, at, context)
  else if (Array.isArray(value)) visitArray(value, schema, at, context)
  else if (isObject(value)) visitObject(value, schema, at, context)
}

/** The branch of the value's type; among several the one with the fewest problems. */
function visitBranch(value: unknown, schema: Schema, branches: Schema[], at: At, context: Context): void {
  const fitting = branches.filter((branch) => {
    const types = typesOf(branch, context.root)
    return types.length === 0 || types.some((type) => hasType(value, type))
  })
  if (fitting.length === 0) {
    const expected = [...new Set(branches.flatMap((branch) => typesOf(branch, context.root)))]
    context.problems.push({ kind: 'type', path: pathOf(at), schema, expected, value })
    return
  }
  const tried = fitting.map((branch) => {
    if (fitting.length === 1) return visit(value, branch, at, context)
    const problems: ShapeProblem[] = []
    visit(value, branch, at, { ...context, problems })
    return problems
  })
  if (fitting.length > 1)
    context.problems.push(...(tried as ShapeProblem[][]).reduce((least, p) => (p.length < least.length ? p : least)))
}

function visitString(value: string, schema: Schema, at: At, { problems }: Context): void {
  const { minLength = 0, maxLength = Infinity } = schema
  // Characters are counted where units of UTF-16 do not answer already.
  const length = value.length <= maxLength && value.length >= 2 * minLength ? value.length : Array.from(value).length
  if (schema.pattern !== undefined && !compiled(schema.pattern).test(value))
    problems.push({ kind: 'pattern', path: pathOf(at), schema, value })
  else if (schema.format === 'date' && !isCivilDate(value))
    problems.push({ kind: 'date', path: pathOf(at), schema, value })
  else if (length < minLength)
    problems.push({
      kind: 'range',
      path: pathOf(at),
      schema,
      phrase: minLength === 1 ? 'this may not be empty' : `at least ${minLength} characters are needed`,
    })
  else if (length > maxLength)
    problems.push({ kind: 'range', path: pathOf(at), schema, phrase: `at most ${count(maxLength, 'character')}` })
}

function visitNumber(value: number, schema: Schema, at: At, { problems }: Context): void {
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
  if (phrase !== undefined) problems.push({ kind: 'range', path: pathOf(at), schema, phrase: `this must be ${phrase}` })
}

function visitArray(value: unknown[], schema: Schema, at: At, context: Context): void {
  if (value.length < (schema.minItems ?? 0))
    context.problems.push({
      kind: 'range',
      path: pathOf(at),
      schema,
      phrase: `the list needs at least ${count(schema.minItems!, 'entry', 'entries')}`,
    })
  else if (value.length > (schema.maxItems ?? Infinity))
    context.problems.push({
      kind: 'range',
      path: pathOf(at),
      schema,
      phrase: `the list has at most ${count(schema.maxItems!, 'entry', 'entries')}`,
    })
  else if (schema.uniqueItems && new Set(value.map((item) => JSON.stringify(item))).size < value.length)
    context.problems.push({ kind: 'range', path: pathOf(at), schema, phrase: 'the list names something twice' })
  if (schema.items) for (const [i, item] of value.entries()) visit(item, schema.items, below(at, i), context)
}

function visitObject(value: Record<string, unknown>, schema: Schema, at: At, context: Context): void {
  const { properties = {}, additionalProperties = true, propertyNames } = schema
  const { problems } = context
  // What is undefined is not there: it has no JSON.
  const all = Object.keys(value)
  const keys = all.some((key) => value[key] === undefined) ? all.filter((key) => value[key] !== undefined) : all
  for (const key of schema.required ?? [])
    if (!Object.hasOwn(value, key) || value[key] === undefined)
      problems.push({ kind: 'missing-key', path: pathOf(at), schema, key })
  for (const key of keys) {
    const next = Object.hasOwn(properties, key) ? properties[key]! : additionalProperties
    if (next === false)
      problems.push({ kind: 'unknown-key', path: pathOf(below(at, key)), schema, key, known: Object.keys(properties) })
    else if (propertyNames && namesProblem(key, propertyNames, context))
      problems.push({
        kind: 'key-name',
        path: pathOf(below(at, key)),
        schema: resolved(propertyNames, context.root),
        key,
      })
    else if (typeof next === 'object') visit(value[key], next, below(at, key), context)
  }
  // An unknown or missing key has been reported already; its effect on the number of keys is no further mistake.
  if (keys.length < (schema.minProperties ?? 0) && (schema.required ?? []).length === 0)
    problems.push({ kind: 'range', path: pathOf(at), schema, phrase: 'this may not be empty' })
  else if (keys.length > (schema.maxProperties ?? Infinity) && keys.every((key) => Object.hasOwn(properties, key)))
    problems.push({ kind: 'range', path: pathOf(at), schema, phrase: `only one of ${keys.join(', ')} can stand here` })
}

function namesProblem(key: string, schema: Schema, context: Context): boolean {
  const problems: ShapeProblem[] = []
  visit(key, schema, undefined, { ...context, problems })
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

function isSame(choice: unknown, value: unknown): boolean {
  return choice === value || (typeof choice === 'object' && JSON.stringify(choice) === JSON.stringify(value))
}

function compiled(pattern: string): RegExp {
  const known = PATTERNS.get(pattern)
  if (known) return known
  const made = new RegExp(pattern, 'u')
  PATTERNS.set(pattern, made)
  return made
}

/** Patterns of the schemas, which the program brings with it. */
const PATTERNS = new Map<string, RegExp>()

/** JSON types that a schema lets through; [] = any. */
function typesOf(schema: Schema, root: Schema): readonly string[] {
  const known = TYPES.get(schema)
  if (known) return known
  const types = findTypes(schema, root)
  TYPES.set(schema, types)
  return types
}

/** A schema is part of one root only. */
const TYPES = new WeakMap<Schema, readonly string[]>()

function findTypes(schema: Schema, root: Schema): readonly string[] {
  if (schema.$ref !== undefined) return typesOf(resolve(schema.$ref, root), root)
  const branches = schema.oneOf ?? schema.anyOf
  if (branches) return branches.flatMap((branch) => typesOf(branch, root))
  if (schema.type !== undefined) return [schema.type].flat()
  const values = schema.enum ?? (schema.const === undefined ? [] : [schema.const])
  return [...new Set(values.map(typeName))]
}

function hasType(value: unknown, type: string): boolean {
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'number') return Number.isFinite(value)
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
