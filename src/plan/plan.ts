import { createHash } from 'node:crypto'
import type { GeneralisationTree } from '../anonymity/top-down.ts'
import type { Role } from '../detect/recogniser.ts'
import type { AnonymitySpec, DetectSpec, OffsetSpec, Rule, Step } from '../policy/policy.ts'
import type { FormatName } from '../record/format-facts.ts'
import { canonicalText } from './canonical-text.ts'

/**
 * The frozen decisions of a run: policy plus profile, for every field. Pure data with canonical bytes and a digest,
 * so that it can be read, reviewed and shipped. Workers follow it and decide nothing.
 */
export interface Plan {
  perde: 1
  dataset: string
  purpose: string
  processing: string
  policySha256: string
  detect: DetectSpec
  formula: 'keep' | 'neutralise'
  /** absent: as the format does it by itself */
  compression?: 'none' | 'snappy' | 'gzip'
  /** SHA-256 of the tables of hierarchies, by their path in the policy; undefined: it names none */
  hierarchies?: Record<string, string>
  /** the same of other tables, such as those of `lookup`, which are secret: under a key that stays; undefined: there is none */
  tables?: Record<string, string>
  /** what records are written as; absent: as they are read */
  output?: { format: FormatName; nested: 'fail' | 'json' }
  /** absent: the order of the input */
  order?: 'shuffle'
  /** absent: values may be equal to identifiers of their record, as in most policies they may */
  copies?: 'refuse'
  sources: SourcePlan[]
}

export interface SourcePlan {
  name: string
  fields: PlannedField[]
  /** what happens to a field that no entry of `fields` matches */
  unlisted: 'fail' | 'drop' | 'keep'
  subject?: { path: string; entity?: string }
  /** paths of cells that hold documents, whose fields are below them */
  documents?: string[]
  /** types that columns of text are given where they are written as a format with types, by path */
  types?: Record<string, string>
  /** digests of the tables that the profile pass made for `fields[i]`, by "i/step" */
  tables: Record<string, string>
  /** undefined: nobody asked for classes of a size */
  anonymity?: PlannedAnonymity
}

export interface PlannedField {
  /** path of the rule, or of the field itself where it was decided from the profile */
  path: string
  role: Role
  entity?: string
  do: Step[]
  when?: string
  else?: Step[]
  nulls: Rule['nulls']
  empty: Rule['empty']
  onError: Rule['on-error']
  /** the value is an offset into this text, and moves with it */
  offsetIn?: OffsetSpec
  /** who decided: a rule of the policy, a rule for "*" sources, the detector (`unlisted: detect`), a surprise during the run */
  origin: 'rule' | 'shared-rule' | 'detected' | 'surprise'
}

/** What the classes of a source must satisfy, and, once the profile is known, how its quasi-identifiers are generalised. */
export interface PlannedAnonymity {
  /** paths of the quasi-identifiers, in order */
  fields: string[]
  /** paths of the sensitive fields that the models look at, in order */
  sensitive: string[]
  unit: AnonymitySpec['unit']
  spec: AnonymitySpec
  solved?: SolvedAnonymity
}

/** The frozen generalisation. It names values only that at least k records have in common. */
export interface SolvedAnonymity {
  /** false: the models could not be met, and the policy lets the run go on and say so */
  met: boolean
  /** what stands at each level of each quasi-identifier: how the levels are made, and how many there are */
  /** `from`: the lowest level in use, where the combinations below it were too many to be held in memory */
  hierarchies: { field: string; made: HierarchyKind; levels: number; from?: number }[]
  /** full-domain: level of each quasi-identifier */
  levels?: number[]
  /** top-down */
  tree?: GeneralisationTree
  /** peeling: levels of each rule in the order in which it takes its records */
  rules?: number[][]
  /** the plan was there before the data: its digest, and the k that it was solved for */
  applied?: { planSha256: string; k: number }
  records: number
  suppressed: number
  classes: number
  loss: number
  ncp: number
  /** of the search for one level a column; local recoding is not optimal */
  optimal: boolean
  gap?: number
}

export type HierarchyKind = 'file' | 'intervals' | 'dates' | 'prefix' | 'round' | 'regions' | 'values'

/** Canonical JSON (RFC 8785): what the digest is over and what `plan.json` holds. */
export function planBytes(plan: Plan): string {
  return canonicalText(plan)
}

export function planDigest(plan: Plan): string {
  return createHash('sha256').update(planBytes(plan)).digest('hex')
}

/** A field leaves every record, whatever it holds: the column itself goes. */
export function isRemoved(field: PlannedField): boolean {
  return field.when === undefined && field.do.length === 1 && field.do[0]!.verb === 'drop'
}

/** Nothing is done to the field's values. */
export function isKept(field: PlannedField): boolean {
  const keeps = (steps: Step[] | undefined) => (steps ?? []).every((s) => s.verb === 'keep')
  return keeps(field.do) && keeps(field.else) && field.nulls !== 'fail' && field.empty === 'keep' && !field.offsetIn
}

/** No value of the field is in the output: dropped, nulled or redacted, whatever the record. */
export function isErased(field: PlannedField): boolean {
  return erases(field.do) && (field.when === undefined || erases(field.else ?? []))
}

/** Nothing of a value, of nothing and of null is in what the steps make of it. */
export function erases(steps: readonly Step[]): boolean {
  return steps.some((s) => ERASING.has(s.verb))
}

const ERASING = new Set(['drop', 'null', 'redact'])
