import { consentSummary, foldSmall, mergeCounts, namedCounts } from '../../consent/summary.ts'
import { isUsed } from '../../consent/reasons.ts'
import type { Manifest, ManifestField } from '../../evidence/release/manifest.ts'
import type { RiskReport } from '../../evidence/release/risk.ts'
import { madeUp } from '../../plan/made-up.ts'
import { type Plan, type PlannedField, type SourcePlan } from '../../plan/plan.ts'
import { ALGORITHMIC_MEDIA } from '../../record/digital-source.ts'
import { formatName } from '../../record/path.ts'
import { ru996Of } from '../../transforms/ru996.ts'
import { propertiesOf } from '../../transforms/verb-named.ts'
import type { ReadRegister } from '../consents/read-register.ts'
import type { Applied } from '../passes/apply-pass.ts'
import { shownPath } from '../read/shown-path.ts'

/** Content of `consent-summary.json`: by reason, with small counts folded. */
export function summariseConsent(
  applied: Applied,
  facts: { purpose: string; processing: string; asOf: number; basis: string },
  register: ReadRegister | undefined,
): Record<string, unknown> {
  const counts = mergeCounts(applied.parts.map((p) => p.reasons))
  if (register)
    return {
      basis: facts.basis,
      ...consentSummary(counts, register.index, { ...facts, register: { keyedSha256: register.keyedSha256 } }),
    }
  // Records that were set aside before the gate are no part of its sum.
  const decided = applied.records.in - applied.records.quarantined
  const side = (which: boolean) => namedCounts(counts.map((n, code) => (isUsed(code) === which ? n : 0)))
  const [used, excluded] = [side(true), side(false)]
  return {
    basis: facts.basis,
    asOf: new Date(facts.asOf * 1000).toISOString().replace('.000Z', 'Z'),
    purpose: facts.purpose,
    processing: facts.processing,
    records: { in: decided, used: decided - applied.records.excluded, excluded: applied.records.excluded },
    used: foldSmall(used),
    excluded: foldSmall(excluded),
  }
}

/** What was done to every field that was met, by source and path. */
export function manifestFields(plan: Plan, applied: Applied, publishable: (name: string) => boolean): ManifestField[] {
  return plan.sources.flatMap((source, s) => {
    const met = new Map<string, number>()
    const folders = new Set<string>()
    for (const part of applied.parts)
      if (part.input.source === s) {
        for (const [path, f] of Object.entries(part.fields)) met.set(path, f.field)
        for (const { name } of part.input.options.partition ?? []) folders.add(formatName(name))
      }
    return [...met]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, field]) => {
        const planned = field < 0 ? undefined : source.fields[field]
        const written = manifestField(source, shownPath(source, path, publishable), planned)
        return { ...withClasses(source, path, written), ...(folders.has(path) && { folder: true as const }) }
      })
  })
}

/** Quasi-identifiers are generalised by the plan besides what their rules do. */
function withClasses({ anonymity }: SourcePlan, path: string, field: ManifestField): ManifestField {
  if (!anonymity?.fields.includes(path)) return field
  return {
    ...field,
    transform: [...field.transform, 'generalise'],
    iso20889: [...new Set([...field.iso20889, 'generalisation'])],
    ru996: [...new Set([...(field.ru996 ?? []), 'change-of-composition'])],
  }
}

function manifestField(source: SourcePlan, path: string, planned: PlannedField | undefined): ManifestField {
  if (!planned) {
    const dropped = source.unlisted === 'drop'
    return {
      source: source.name,
      path,
      role: 'unlisted',
      transform: dropped ? ['drop'] : [],
      iso20889: dropped ? ['suppression'] : [],
      ru996: dropped ? ['change-of-composition'] : [],
      reversible: false,
      synthetic: false,
      origin: 'unlisted',
    }
  }
  const steps = [...planned.do, ...(planned.else ?? [])]
  const properties = steps.map(propertiesOf)
  return {
    source: source.name,
    path,
    role: planned.role,
    ...(planned.entity !== undefined && { entity: planned.entity }),
    transform: planned.do.map((s) => s.verb),
    ...(planned.when !== undefined && { conditional: true as const }),
    iso20889: [...new Set(properties.map((p) => p.iso20889).filter((c) => c !== 'none'))],
    ru996: [...new Set(properties.flatMap((p) => ru996Of(p) ?? []))],
    reversible: properties.some((p) => p.reversible),
    synthetic: madeUp(planned) !== 'none',
    ...(madeUp(planned) === 'part' && { mixed: true as const }),
    origin: planned.origin,
  }
}

/**
 * Never "anonymised". `mixed`: identifiers stand in clear, because a rule keeps them or because its transform left values
 * as they were, or nothing was done at all; else `pseudonymised` where a key was used, else `k-anonymous` where every source reached the k that the
 * policy asks for, else `masked`.
 */
export function outputClass(
  plan: Plan,
  fields: readonly ManifestField[],
  applied: Pick<Applied, 'parts'>,
  risk: RiskReport,
): Manifest['outputClass'] {
  const keyed = fields.some((f) => f.iso20889.includes('pseudonymisation') || f.iso20889.includes('cryptographic'))
  const kept =
    plan.sources.some((s) =>
      s.fields.some((f) => (f.role === 'identifier' || f.role === 'biometric') && leavesValues(f)),
    ) || valuesInClear(applied) > 0
  // A k of one is no k: the policy bounds averages, and one may be alone.
  const anonymous = plan.sources.every(
    ({ name, anonymity }) => risk.sources[name]?.anonymity?.met && anonymity?.spec.k !== 1,
  )
  // Nothing was done: whatever is personal in it stands as it came.
  if (!anonymous && fields.length > 0 && fields.every(({ transform }) => transform.length === 0)) return 'mixed'
  // Who joins two sources knows more than was measured of either.
  if (!kept && anonymous && risk.links.length > 0) return 'pseudonymised'
  return kept ? 'mixed' : keyed ? 'pseudonymised' : anonymous ? 'k-anonymous' : 'masked'
}

/** Identifier and biometric values that stand in the output as they came. */
export function valuesInClear(applied: Pick<Applied, 'parts'>): number {
  return applied.parts.reduce((n, p) => Object.values(p.fields).reduce((m, f) => m + f.inClear, n), 0)
}

/** Does any branch of the field leave values as they are? */
function leavesValues({ do: steps, when, else: otherwise }: PlannedField): boolean {
  const leaves = (list: PlannedField['do'] = []) => list.every((s) => s.verb === 'keep')
  return leaves(steps) || (when !== undefined && leaves(otherwise))
}

/** Which columns a generator made, and from which tables: the machine-readable mark. `cells`: the file that says which cells. */
export function marking(
  fields: readonly ManifestField[],
  tables: readonly string[],
  cells?: string,
): Manifest['marking'] {
  const made = fields.filter((f) => f.synthetic)
  const mixed = made.filter((f) => f.mixed)
  const names = (of: readonly ManifestField[]) => of.map((f) => `${f.source}/${f.path}`)
  return made.length === 0
    ? null
    : {
        digitalSourceType: ALGORITHMIC_MEDIA,
        fields: names(made),
        ...(mixed.length > 0 && { mixed: names(mixed) }),
        ...(cells !== undefined && { cells }),
        tables: [...tables],
      }
}
