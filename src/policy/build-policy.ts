import { edgeNamed } from '../record/offset-name.ts'
import type { Role } from '../detect/recogniser.ts'
import { buildAnonymity, type WrittenAnonymity } from './build-anonymity.ts'
import { british } from './british.ts'
import type { Expander } from './do.ts'
import type { DocumentPath } from '../schema/document-path.ts'
import { parseSize } from './size.ts'
import type {
  ConsentSpec,
  DetectSpec,
  KeySource,
  OffsetSpec,
  Policy,
  Provenance,
  Purpose,
  RegisterSpec,
  Rule,
  SourceSpec,
  Step,
} from './policy.ts'

/** A rule with what a check wants to know about how it was written. */
export interface WrittenRule {
  source: string
  path: string
  at: DocumentPath
  rule: Rule
  /** a `do` stands there; what it says may still be wrong */
  hasDo: boolean
  /** a `do` or `else` could not be expanded: its steps say nothing */
  broken: boolean
}

/** Parts of a document that fits the schema, except that what was wrong is missing. */
interface WrittenPolicy {
  dataset?: Partial<Policy['dataset']> & { sources?: Record<string, string | SourceSpec> }
  purpose?: Partial<Purpose>
  system?: Policy['system']
  consent?: { register?: RegisterSpec; ledger?: string } & Partial<
    Pick<ConsentSpec, 'subsume' | 'otherwise' | 'on-withdrawal'>
  >
  keys?: Record<string, KeySource>
  detect?: Partial<DetectSpec>
  unlisted?: Policy['unlisted']
  drift?: Policy['drift']
  fields?: Record<string, Record<string, Role | WrittenFields>>
  anonymity?: WrittenAnonymity
  output?: Partial<Omit<Policy['output'], 'file-size'>> & { 'file-size'?: string }
  audit?: Policy['audit']
  approval?: Partial<Policy['approval']>
}

type WrittenFields = Partial<Omit<Rule, 'do' | 'else' | 'offset-in'>> & {
  role?: Role
  do?: unknown
  else?: unknown
  'offset-in'?: string | Partial<OffsetSpec>
}

/** How a policy detects where it does not say. */
export const DETECT_DEFAULTS: DetectSpec = {
  find: [],
  locales: [],
  confidence: 0.5,
  surprise: 'fail',
  'surprise-scan': 'sample',
  patterns: {},
}

/**
 * Fills in defaults and expands transforms. Where the document lacks what it must have, an empty text stands in, for
 * the checks' sake: such a policy has findings and is never handed out.
 */
export function buildPolicy(document: unknown, expander: Expander): { policy: Policy; rules: WrittenRule[] } {
  const written = (document ?? {}) as WrittenPolicy
  const { dataset = {}, purpose = {}, consent, system, output = {} } = written
  const { 'file-size': size, ...plain } = output
  const rules = rulesOf(written.fields ?? {}, expander)
  const policy: Policy = {
    perde: 1,
    dataset: {
      id: dataset.id ?? '',
      ...(dataset.title !== undefined && { title: dataset.title }),
      sources: mapValues(dataset.sources ?? {}, (spec) => (typeof spec === 'string' ? { path: spec } : spec)),
      subject: dataset.subject ?? {},
      ...(dataset.maker && { maker: dataset.maker }),
      ...(dataset.passport && { passport: dataset.passport }),
      ...(dataset.provenance && { provenance: dataset.provenance as Provenance }),
    },
    purpose: { id: '', processing: '', basis: '', ...purpose, rules: purpose.rules ?? [] },
    ...(system && { system }),
    ...consentOf(consent),
    keys: written.keys ?? {},
    detect: { ...DETECT_DEFAULTS, ...written.detect },
    unlisted: written.unlisted ?? 'fail',
    drift: written.drift ?? {},
    fields: bySource(rules),
    ...(written.anonymity && { anonymity: buildAnonymity(written.anonymity) }),
    output: {
      ...plain,
      label: british(output.label ?? 'auto') as Policy['output']['label'],
      formula: british(output.formula ?? 'keep') as Policy['output']['formula'],
      order: output.order ?? 'keep',
      format: output.format ?? 'same',
      nested: output.nested ?? 'fail',
      compression: output.compression ?? 'same',
      seal: output.seal ?? false,
      ...(size !== undefined && { 'file-size': parseSize(size) ?? 0 }),
    },
    audit: written.audit ?? {},
    ...(written.approval && {
      approval: {
        keys: written.approval.keys ?? [],
        'distinct-from-author': written.approval['distinct-from-author'] ?? true,
        ...(written.approval['valid-for'] !== undefined && { 'valid-for': written.approval['valid-for'] }),
      },
    }),
  }
  return { policy, rules }
}

function rulesOf(fields: NonNullable<WrittenPolicy['fields']>, expander: Expander): WrittenRule[] {
  return Object.entries(fields).flatMap(([source, rules]) =>
    Object.entries(rules).map(([path, written]) => {
      const at = ['fields', source, path]
      const fields = typeof written === 'string' ? { role: written } : written
      return { source, path, at, ...ruleOf(fields, path, at, expander) }
    }),
  )
}

function ruleOf(
  written: WrittenFields,
  path: string,
  at: DocumentPath,
  expander: Expander,
): Pick<WrittenRule, 'rule' | 'hasDo' | 'broken'> {
  const hasDo = 'do' in written
  const steps = hasDo ? expander.expand(written.do, [...at, 'do']) : []
  const other = 'else' in written ? expander.expand(written.else, [...at, 'else']) : undefined
  const rule: Rule = {
    role: written.role ?? 'insensitive',
    ...(written.type !== undefined && { type: written.type }),
    ...(written.category !== undefined && { category: written.category }),
    ...(written['inferred-from'] !== undefined && { 'inferred-from': written['inferred-from'] }),
    do: steps ?? [],
    ...(written.when !== undefined && { when: written.when }),
    ...(other !== undefined && { else: other }),
    nulls: written.nulls ?? 'keep',
    // YAML's own null is the word `null` here.
    empty: 'empty' in written ? (written.empty ?? 'null') : 'keep',
    'on-error': 'on-error' in written ? (written['on-error'] ?? 'null') : 'fail',
    ...(written.why !== undefined && { why: written.why }),
    ...('offset-in' in written && { 'offset-in': offsetSpec(written['offset-in'] ?? '', path) }),
  }
  return { rule, hasDo, broken: steps === undefined || ('else' in written && other === undefined) }
}

function offsetSpec(written: string | Partial<OffsetSpec>, path: string): OffsetSpec {
  const { field = '', edge, unit = 'code-point' } = typeof written === 'string' ? { field: written } : written
  return { field, edge: edge ?? edgeNamed(path) ?? 'start', unit }
}

function mapValues<V, W>(object: Record<string, V>, change: (value: V) => W): Record<string, W> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]))
}

/** Not by assignment: a source or a field may have the name of something every object has. */
/** Both in one policy are a finding. */
function consentOf(consent: WrittenPolicy['consent']): Pick<Policy, 'consent'> {
  const place =
    consent?.ledger !== undefined ? { ledger: consent.ledger } : consent?.register && { register: consent.register }
  if (!place) return {}
  return {
    consent: {
      ...place,
      subsume: consent?.subsume ?? false,
      otherwise: consent?.otherwise ?? 'drop-record',
      'on-withdrawal': consent?.['on-withdrawal'] ?? 'deny',
    },
  }
}

function bySource(rules: readonly WrittenRule[]): Policy['fields'] {
  const groups = new Map<string, [string, Rule][]>()
  for (const { source, path, rule } of rules) {
    const group = groups.get(source) ?? []
    group.push([path, rule])
    groups.set(source, group)
  }
  return Object.fromEntries([...groups].map(([source, entries]) => [source, Object.fromEntries(entries)]))
}

/** All steps of a rule, of both branches. */
export function stepsOf({ do: steps, else: other }: Rule): Step[] {
  return [...steps, ...(other ?? [])]
}
