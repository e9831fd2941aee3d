import { parsePath, formatPath } from '../record/path.ts'
import { refusesCopies } from '../policy/copied-identifiers.ts'
import type { DetectSpec, Policy, Rule, Step } from '../policy/policy.ts'
import type { Verdict } from '../detect/verdict.ts'
import { isErased, type Plan, type PlannedField, type SourcePlan } from './plan.ts'
import { fieldFor } from './resolve-field.ts'

/** What the profile pass found in a source, for `unlisted: detect`: field path → verdict; undefined: no value was sampled. */
export type Verdicts = Map<string, Map<string, Detected | undefined>>

export interface Detected {
  verdict: Verdict
  /** values are texts, or hold an identifier among other text: scrubbed even where few of them do */
  text: boolean
}

/**
 * Policy (and, where fields are left to the detector, the profile's verdicts) → plan.
 * `surprised`: fields that the run found personal although they were declared insensitive; they are redacted.
 * `followed`: by source, fields that the detector decided about in an earlier release.
 */
export function compilePlan(
  policy: Policy,
  policySha256: string,
  verdicts: Verdicts,
  surprised: ReadonlyMap<string, ReadonlySet<string>>,
  followed: Readonly<Record<string, readonly PlannedField[]>> = {},
): Plan {
  const sources = Object.keys(policy.dataset.sources).map((name): SourcePlan => {
    const fields: PlannedField[] = [
      ...[...(surprised.get(name) ?? [])].sort().map((path) => surprise(path)),
      ...rules(policy, name, 'rule'),
      ...rules(policy, '*', 'shared-rule'),
      // In the order of the paths: workers meet them in any order, and the plan is the same for all.
      ...[...(verdicts.get(name) ?? [])]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([path, found]) => detected(path, found, isAnonymous(policy, name))),
      ...(Object.hasOwn(followed, name) ? followed[name]! : []),
    ].map((field) => withDetection(field, policy.detect))
    const subject = policy.dataset.subject[name]
    return {
      name,
      fields,
      // After detection nothing new may appear: a field that the profile did not see stops the run.
      unlisted: policy.unlisted === 'detect' ? 'fail' : policy.unlisted === 'quarantine' ? 'drop' : policy.unlisted,
      ...(subject !== undefined && { subject: subjectOf(subject, fields) }),
      ...documentsOf(policy, name),
      ...typesOf(policy, name),
      tables: {},
      ...anonymityOf(policy, name, fields),
    }
  })
  return {
    perde: 1,
    dataset: policy.dataset.id,
    purpose: policy.purpose.id,
    processing: policy.purpose.processing,
    policySha256,
    detect: policy.detect,
    formula: policy.output.formula,
    ...(isPageCompression(policy.output.compression) && { compression: policy.output.compression }),
    ...outputOf(policy),
    ...(policy.output.order === 'shuffle' && { order: 'shuffle' as const }),
    ...(refusesCopies(policy) && { copies: 'refuse' as const }),
    sources,
  }
}

function outputOf({ output: { format, nested } }: Policy): Pick<Plan, 'output'> {
  return format === 'same' ? {} : { output: { format, nested } }
}

function typesOf({ output: { types } }: Policy, source: string): Pick<SourcePlan, 'types'> {
  return types && Object.hasOwn(types, source) ? { types: types[source]! } : {}
}

function documentsOf(policy: Policy, source: string): Pick<SourcePlan, 'documents'> {
  const { documents } = policy.dataset.sources[source]!
  return documents === undefined ? {} : { documents: Object.keys(documents).sort() }
}

function isAnonymous({ anonymity }: Policy, source: string): boolean {
  return anonymity !== undefined && (anonymity.source === undefined || anonymity.source === source)
}

/** Quasi-identifiers have paths of their own where a policy asks for anonymity, so they are known before any record is. */
function anonymityOf(policy: Policy, source: string, fields: PlannedField[]): Pick<SourcePlan, 'anonymity'> {
  const spec = policy.anonymity
  if (!spec || !isAnonymous(policy, source)) return {}
  const own = (role: Rule['role']) =>
    fields.filter((f) => f.role === role && fieldFor(fields, f.path) === f).map((f) => f.path)
  const quasi = fields.filter((f) => f.role === 'quasi-identifier' && !isErased(f)).map((f) => f.path)
  if (quasi.length === 0) return {}
  // Where plan and ledger lie is nothing that is decided.
  const { plan: _plan, releases: _releases, ...decided } = spec
  const asked = new Set([spec.l, spec.t, spec.beta, spec.disclosure].flatMap((by) => Object.keys(by)))
  return {
    anonymity: {
      fields: own('quasi-identifier')
        .filter((path) => quasi.includes(path))
        .sort(),
      sensitive: own('sensitive')
        .filter((path) => asked.has(path))
        .sort(),
      unit: spec.unit,
      spec: decided,
    },
  }
}

function rules(policy: Policy, source: string, origin: 'rule' | 'shared-rule'): PlannedField[] {
  return Object.entries(policy.fields[source] ?? {}).map(([path, rule]) =>
    fieldOf(formatPath(parsePath(path)), rule, origin),
  )
}

function fieldOf(path: string, rule: Rule, origin: PlannedField['origin']): PlannedField {
  return {
    path,
    role: rule.role,
    ...(rule.type !== undefined && { entity: rule.type }),
    do: rule.do,
    ...(rule.when !== undefined && { when: rule.when }),
    ...(rule.else !== undefined && { else: rule.else }),
    nulls: rule.nulls,
    empty: rule.empty,
    onError: rule['on-error'],
    ...(rule['offset-in'] && {
      offsetIn: { ...rule['offset-in'], field: formatPath(parsePath(rule['offset-in'].field)) },
    }),
    origin,
  }
}

function plain(
  path: string,
  role: Rule['role'],
  verb: string,
  origin: PlannedField['origin'],
  entity?: string,
): PlannedField {
  return {
    path,
    role,
    ...(entity !== undefined && { entity }),
    do: verb === 'keep' ? [] : [{ verb, options: {} }],
    nulls: 'keep',
    empty: 'keep',
    onError: 'fail',
    origin,
  }
}

function surprise(path: string): PlannedField {
  return plain(path, 'identifier', 'redact', 'surprise')
}

/**
 * `unlisted: detect`: identifier → redact, biometric → drop, text with hits → scrub, the rest keep (decision 8). Where classes
 * are asked for, a quasi-identifier that no rule names is in no class, so it leaves.
 */
function detected(path: string, found: Detected | undefined, anonymous: boolean): PlannedField {
  if (!found) return plain(path, 'sensitive', 'drop', 'detected')
  const { role, entity } = found.verdict
  const verb =
    role === 'biometric' || (role === 'quasi-identifier' && anonymous)
      ? 'drop'
      : role === 'identifier'
        ? 'redact'
        : found.text
          ? 'scrub'
          : 'keep'
  return plain(path, role, verb, 'detected', KNOWN_ENTITY.test(entity) ? entity : undefined)
}

/** Free text is searched in the policy's languages and from its confidence on, unless a step says otherwise. */
function withDetection(field: PlannedField, { locales, confidence, patterns }: DetectSpec): PlannedField {
  const own = Object.keys(patterns).length > 0 && { patterns }
  const fill = (step: Step): Step =>
    step.verb === 'scrub' ? { verb: step.verb, options: { locales, confidence, ...own, ...step.options } } : step
  return { ...field, do: field.do.map(fill), ...(field.else && { else: field.else.map(fill) }) }
}

/** A verdict's words for "nothing" and "free text" are no entities. */
const KNOWN_ENTITY = /^(?!(none|unknown|text)$)/

/** The subject's entity is that of its own rule, so that register and data are normalised alike. */
function subjectOf(path: string, fields: PlannedField[]): { path: string; entity?: string } {
  const canonical = formatPath(parsePath(path))
  // A surprise says what a field turned out to be, not what it is called in the policy.
  const entity = fieldFor(
    fields.filter((f) => f.origin !== 'surprise'),
    canonical,
  )?.entity
  return { path: canonical, ...(entity !== undefined && { entity }) }
}

/** Pages of a format are packed as the policy says where the format can do that; `check` has spoken of what it cannot. */
function isPageCompression(
  compression: Policy['output']['compression'],
): compression is NonNullable<Plan['compression']> {
  return compression === 'none' || compression === 'snappy' || compression === 'gzip'
}
