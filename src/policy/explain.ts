import { createHash } from 'node:crypto'
import { Kind } from '../record/batch.ts'
import type { Values } from '../record/batch.ts'
import type { AnyVerb } from '../transforms/any-verb.ts'
import { verbs as allVerbs } from '../transforms/registry.ts'
import type { BindContext, Rows } from '../transforms/verb.ts'
import { INVENTED, INVENTED_BY_SHAPE, INVENTED_BY_VERB } from './invented-values.ts'
import type { OffsetSpec, Policy, Rule, Step } from './policy.ts'

/** What happens to one field, shown on a value that belongs to nobody. */
export interface ExplainedField {
  source: string
  path: string
  role: Rule['role']
  type?: string
  /** of the rule's condition, where it has one */
  when?: string
  why?: string
  /** an invented value; absent where none fits the transform */
  before?: string
  then: ExplainedSteps
  /** for records that do not meet the condition */
  otherwise?: ExplainedSteps
}

export interface ExplainedSteps {
  /** the steps as a policy writes them: `pseudonym person`; `keep` for none, `offset-in text` for what moves with a text */
  transform: string
  /** one line a step */
  summaries: string[]
  /** `unknown`: the transform needs what `explain` does not have, such as a table beside the policy */
  effect: 'kept' | 'changed' | 'null' | 'dropped' | 'unknown'
  after?: string
}

export interface ExplainOptions {
  verbs?: readonly AnyVerb[]
  /** contents of a table beside the policy, by its path in the policy */
  file?: (path: string) => string | undefined
}

/**
 * What a policy does, field by field, in the order of the policy. Keyed transforms run with a fixed key of their own, so
 * nothing shown here stands in a release.
 */
export function explainPolicy(
  policy: Policy,
  { verbs = allVerbs, file = () => undefined }: ExplainOptions = {},
): ExplainedField[] {
  const bench: Bench = { verbs: new Map(verbs.map((verb) => [verb.name, verb])), file }
  return Object.entries(policy.fields).flatMap(([source, rules]) =>
    Object.entries(rules).map(([path, rule]) => explainField(bench, source, path, rule)),
  )
}

interface Bench {
  verbs: ReadonlyMap<string, AnyVerb>
  file: (path: string) => string | undefined
}

function explainField(bench: Bench, source: string, path: string, rule: Rule): ExplainedField {
  const { value, then } = rule['offset-in'] ? movedOffset(rule['offset-in']) : shown(bench, rule)
  return {
    source,
    path,
    role: rule.role,
    ...(rule.type !== undefined && { type: rule.type }),
    ...(rule.when !== undefined && { when: rule.when }),
    ...(rule.why !== undefined && { why: rule.why }),
    ...(value !== undefined && { before: value }),
    then,
    ...(rule.when !== undefined && { otherwise: explainSteps(bench, rule.else ?? [], rule.type, value) }),
  }
}

/** An offset behind a name of eight letters that a label of ten takes the place of. */
function movedOffset({ field }: OffsetSpec): { value: string; then: ExplainedSteps } {
  return {
    value: '21',
    then: {
      transform: `offset-in ${field}`,
      summaries: ['moves with the characters of its text when that is scrubbed'],
      effect: 'changed',
      after: '23',
    },
  }
}

/** The first invented value that the steps can work on. */
function shown(bench: Bench, rule: Rule): { value: string | undefined; then: ExplainedSteps } {
  const own = rule.type === undefined ? undefined : INVENTED[rule.type]
  const ofVerbs = rule.do.map(({ verb }) => bench.verbs.get(verb)?.example ?? INVENTED_BY_VERB[verb])
  for (const value of [own, ...ofVerbs, ...INVENTED_BY_SHAPE]) {
    if (value === undefined) continue
    const then = explainSteps(bench, rule.do, rule.type, value)
    if (then.effect !== 'unknown') return { value, then }
  }
  return { value: own, then: explainSteps(bench, rule.do, rule.type, undefined) }
}

function explainSteps(
  bench: Bench,
  steps: Step[],
  type: string | undefined,
  value: string | undefined,
): ExplainedSteps {
  const text = {
    transform: steps.map((step) => stepText(step, bench.verbs)).join(', then ') || 'keep',
    summaries: steps.flatMap((step) => [bench.verbs.get(step.verb)?.summary ?? [], joinsAlone(step) ?? []].flat()),
  }
  const after = value === undefined ? undefined : runSteps(bench, steps, type, value)
  if (!after) return { ...text, effect: 'unknown' }
  const kind = after.kind[0]
  if (kind === Kind.absent) return { ...text, effect: 'dropped' }
  if (kind === Kind.null) return { ...text, effect: 'null' }
  return { ...text, effect: steps.length === 0 ? 'kept' : 'changed', after: after.text[0]! }
}

/** A fake without a domain has a key of its own field: the same person gets another fake in the next one. */
function joinsAlone({ verb, options }: Step): string | undefined {
  return verb === 'fake' && options['domain'] === undefined && options['by'] !== 'subject'
    ? 'equal values get equal fakes inside this field only; name a "domain" to have the same ones in several fields'
    : undefined
}

/** Undefined where a step cannot work on this value, or not without the data. */
function runSteps(bench: Bench, steps: Step[], type: string | undefined, value: string): Values | undefined {
  let values: Values = { text: [value], kind: Uint8Array.of(Kind.string) }
  try {
    for (const step of steps) {
      if (values.kind[0] === Kind.null || values.kind[0] === Kind.absent) break
      values = runStep(bench, step, type, values)
    }
    return values
  } catch {
    // A value that does not fit, or a table that is not there: this example shows nothing, another one may.
    return undefined
  }
}

function runStep(
  { verbs, file }: Bench,
  { verb: name, options }: Step,
  type: string | undefined,
  values: Values,
): Values {
  const verb = verbs.get(name)!
  const context: BindContext = {
    keys: (verb.keys?.(options) ?? []).map(({ algorithm, domain = '', bytes }) =>
      exampleKey(`${algorithm} ${domain}`, bytes),
    ),
    entity: type,
    files: (verb.files?.(options) ?? []).map((path) => fileOf(file, path)),
  }
  if (!verb.profile) return verb.bind(options, context)(values, ROWS)
  const facts = verb.profile.merge([verb.profile.collect(options, context)(values, ROWS)])
  return verb.bind(options, { ...context, profile: facts })(values, ROWS)
}

/** One record of one invented person. */
const ROWS: Rows = {
  row: Int32Array.of(0),
  subject: () => 'sample',
  bytes: () => new TextEncoder().encode('sample'),
}

function exampleKey(name: string, bytes: number): Uint8Array {
  return createHash('sha512').update(`perde explain ${name}`).digest().subarray(0, bytes)
}

function fileOf(file: Bench['file'], path: string): string {
  const text = file(path)
  if (text === undefined) throw new Error('explain has no side files')
  return text
}

/** `pseudonym person` where the short form says it, else `mask { last: 4 }`. */
function stepText({ verb: name, options }: Step, verbs: Bench['verbs']): string {
  const entries = Object.entries(options)
  if (entries.length === 0) return name
  const word = String(entries[0]![1])
  const short = entries.length === 1 && !word.includes(' ') ? verbs.get(name)?.parseShort([word]) : undefined
  if (short !== undefined && JSON.stringify(short) === JSON.stringify(options)) return `${name} ${word}`
  return `${name} { ${entries.map(([key, option]) => `${key}: ${typeof option === 'string' ? option : JSON.stringify(option)}`).join(', ')} }`
}
