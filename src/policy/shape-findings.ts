import { didYouMean, quoted } from './finding.ts'
import type { DocumentPath } from '../schema/document-path.ts'
import type { Report } from './finding.ts'
import { BASES } from './legal-basis.ts'
import type { Schema } from '../schema/json-schema.ts'
import { isObject, typeName } from '../schema/shape.ts'
import type { ShapeProblem } from '../schema/shape.ts'
import { closest } from './suggest.ts'

/** Says a problem of shape in the language's own words. `base`: where the checked value stands in the document. */
export function reportProblem(report: Report, problem: ShapeProblem, base: DocumentPath = []): void {
  const path = [...base, ...problem.path]
  switch (problem.kind) {
    case 'unknown-key':
      return report.add('POLICY_UNKNOWN_KEY', path.slice(0, -1), `unknown key ${quoted(problem.key)}`, {
        hint: LATER.get(problem.key) ?? didYouMean(closest(problem.key, problem.known)) ?? known(problem.known),
        at: path,
      })
    case 'key-name':
      return report.add('POLICY_VALUE', path, `the name ${quoted(problem.key)} is not well formed`, {
        hint: problem.schema.description,
        at: 'key',
      })
    case 'missing-key':
      return report.add('POLICY_MISSING_KEY', path, `${quoted(problem.key)} is missing`, { at: 'key' })
    case 'type':
      return reportType(report, path, problem.expected, problem.value)
    case 'choice':
      return reportChoice(report, path, problem.value, problem.choices, problem.schema)
    case 'pattern':
      return reportPattern(report, path, problem.value, problem.schema)
    case 'date':
      return report.add('POLICY_DATE', path, `${quoted(problem.value)} is no date`, {
        hint: 'write a day of the calendar as 2026-01-31',
      })
    case 'range':
      return report.add('POLICY_VALUE', path, problem.phrase)
  }
}

/** Of the design, but not of this version. */
const LATER = new Map([['sample', 'this version of perde does not have it']])

function known(keys: string[]): string | undefined {
  return keys.length === 0
    ? 'nothing can stand here'
    : `known here: ${keys.filter((key) => key !== '$schema').join(', ')}`
}

function reportType(report: Report, path: DocumentPath, expected: readonly string[], value: unknown): void {
  if (isKeyPlace(path) && typeof value === 'string') return reportLiteral(report, path)
  const names = expected.map((type) => TYPE_NAMES[type] ?? type)
  const quotes = expected.includes('string') && (typeof value === 'number' || typeof value === 'boolean')
  report.add('POLICY_TYPE', path, `expected ${list(names)}, found ${TYPE_NAMES[typeName(value)]}`, {
    hint: quotes
      ? 'put it in quotes'
      : typeof value === 'string' && names.includes('a list')
        ? 'write it as a list: [ … ]'
        : undefined,
  })
}

function reportLiteral(report: Report, path: DocumentPath): void {
  report.add('POLICY_KEY_LITERAL', path, 'a key is never written into a policy', {
    hint: 'say where it comes from: { env: NAME }, { file: PATH }, { command: [ … ] } or { ephemeral: true }',
  })
}

function isKeyPlace(path: DocumentPath): boolean {
  return (path[0] === 'keys' && path.length >= 2) || (path[0] === 'audit' && path[1] === 'key')
}

function reportChoice(
  report: Report,
  path: DocumentPath,
  value: unknown,
  choices: readonly unknown[],
  schema: Schema,
): void {
  if (isKeyPlace(path) && typeof value === 'string') return reportLiteral(report, path)
  const words = [...new Set(choices.filter((choice) => choice !== null).map(String))]
  const shown = typeof value === 'string' ? quoted(value) : TYPE_NAMES[typeName(value)]!
  const isRole = schema.enum?.includes('quasi-identifier')
  if (words.length === 1) return report.add('POLICY_CHOICE', path, `expected ${words[0]}, found ${shown}`)
  report.add('POLICY_CHOICE', path, `${shown} is not ${isRole ? 'a role' : `one of ${words.join(', ')}`}`, {
    hint:
      didYouMean(typeof value === 'string' ? closest(value, words) : undefined) ??
      (isRole ? `roles are ${words.join(', ')}; a transform goes into "do"` : undefined),
  })
}

function reportPattern(report: Report, path: DocumentPath, value: string, schema: Schema): void {
  if (path[0] === 'purpose' && path[1] === 'basis')
    return report.add('POLICY_CHOICE', path, `${quoted(value)} is not a legal basis`, {
      hint: didYouMean(closest(value, BASES)) ?? `legal bases are ${BASES.join(', ')} and art9:<sub-point>`,
    })
  // Whatever stands where a key is described may be the key.
  const shown = isKeyPlace(path) ? 'this' : quoted(value)
  report.add('POLICY_VALUE', path, `${shown} is not well formed`, { hint: schema.description })
}

const TYPE_NAMES: Record<string, string> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  null: 'null',
}

function list(names: string[]): string {
  return names.length < 2 ? (names[0] ?? 'something else') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`
}

/** Removes what the problems speak of, so that the rest can still be checked. Returns a copy. */
export function withoutProblems(document: unknown, problems: readonly ShapeProblem[]): unknown {
  const copy = structuredClone(document)
  for (const { path, kind } of problems) {
    if (kind === 'missing-key') continue
    let holder: unknown = copy
    for (const part of path.slice(0, -1))
      holder = isObject(holder) || Array.isArray(holder) ? (holder as Record<string, unknown>)[part] : undefined
    const last = path.at(-1)
    if (Array.isArray(holder)) holder[last as number] = undefined
    else if (isObject(holder)) Reflect.deleteProperty(holder, last as string)
  }
  return copy
}
