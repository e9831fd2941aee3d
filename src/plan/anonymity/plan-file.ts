import { createHash } from 'node:crypto'
import { thawRecoding, type FrozenRecoding } from '../../anonymity/frozen-recoding.ts'
import { PerdeError } from '../../errors.ts'
import type { AnonymitySpec } from '../../policy/policy.ts'
import { canonicalText } from '../canonical-text.ts'
import type { HierarchyKind, PlannedAnonymity, SolvedAnonymity } from '../plan.ts'

/**
 * A plan of k-anonymity as it is kept: everything that was decided about every source, down to the values. It holds
 * original values, so it is no part of a release. Applied to other data it promises nothing: the result is measured.
 */
export interface PlanFile {
  perde: 'anonymity-plan'
  version: 1
  dataset: string
  /** ULID of the release that it was written for */
  release: string
  /** random, so that the digest in a log tells nothing about the values */
  salt: string
  sources: Record<string, KeptPlan>
}

export interface KeptPlan {
  /** paths of the quasi-identifiers, in order */
  fields: string[]
  model: AnonymitySpec['model']
  /** of the release that it was solved for */
  k: number
  made: HierarchyKind[]
  /** full-domain: level of each quasi-identifier */
  levels?: number[]
  recoding: FrozenRecoding
  /** by quasi-identifier: how many rows of a leaf went to a node of a level; level -1: suppressed */
  uses: [leaf: number, level: number, node: number, rows: number][][]
}

/** The same plan in another file is the same plan. */
export function planIdentity({ fields, recoding }: KeptPlan): string {
  return sha256(canonicalText({ fields, recoding }))
}

/** The text of the file: canonical JSON with a digest of all the rest of it. */
export function planFileText(file: PlanFile): string {
  const plans = Object.entries(file.sources).map(([name, kept]): [string, Uint8Array] => [name, keptPlanText(kept)])
  return planFileBytes(file, new Map(plans)).toString()
}

/** The same where the plans are text already. `plans`: by source, as `keptPlanText` writes them. */
export function planFileBytes(
  { dataset, release, salt }: Pick<PlanFile, 'dataset' | 'release' | 'salt'>,
  plans: ReadonlyMap<string, Uint8Array>,
): Buffer {
  const file: Omit<PlanFile, 'sources' | 'version'> = { perde: 'anonymity-plan', dataset, release, salt }
  const before = canonicalText(file).slice(0, -1)
  const sources = [...plans.keys()].sort().flatMap((name, n) => {
    return [Buffer.from(`${n > 0 ? ',' : ''}${JSON.stringify(name)}:`), plans.get(name)!]
  })
  const rest = Buffer.concat([Buffer.from(',"sources":{'), ...sources, Buffer.from('},"version":1}')])
  const digest = createHash('sha256').update(before).update(rest).digest('hex')
  return Buffer.concat([Buffer.from(`${before},"sha256":"${digest}"`), rest, Buffer.from('\n')])
}

export function keptPlanText(kept: KeptPlan): Buffer {
  return Buffer.from(canonicalText(kept))
}

/** Throws PLAN_MISMATCH where the text is no plan, or not the one that was written. */
export function parsePlanFile(text: string): PlanFile {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw noPlan('the file is no plan of anonymity, or is cut off', cause)
  }
  if (!isObject(value) || value['perde'] !== 'anonymity-plan') throw noPlan('the file is no plan of anonymity')
  const { sha256: digest, ...file } = value
  if (typeof file['version'] === 'number' && file['version'] > 1)
    throw new PerdeError('PLAN_MISMATCH', 'the plan was written by a newer version of perde', {
      hints: ['use that version, or one that came after it'],
    })
  if (!isPlanFile(file)) throw noPlan('the plan has another shape than perde writes')
  if (sha256(canonicalText(file)) !== digest) throw noPlan('the plan is not as perde wrote it: its digest is another')
  for (const { recoding } of Object.values(file.sources)) thawRecoding(recoding)
  return file
}

/** Throws PLAN_MISMATCH where the plan is about other fields or another model than the policy. */
export function checkFits(kept: KeptPlan, { fields, spec }: PlannedAnonymity): void {
  if (kept.fields.join('\n') !== fields.join('\n'))
    throw new PerdeError('PLAN_MISMATCH', 'the plan was made for other quasi-identifiers than the policy has', {
      hints: [`the plan is for ${kept.fields.join(', ')}`, `the policy has ${fields.join(', ')}`],
    })
  if (kept.model !== spec.model)
    throw new PerdeError('PLAN_MISMATCH', `the plan was made by ${kept.model}, and the policy says ${spec.model}`, {
      hints: [`say "model: ${kept.model}" in the policy, or let perde make another plan`],
    })
  const other = fields.find(
    (field, q) => Object.hasOwn(spec.hierarchies, field) && !isMadeBy(kept.made[q]!, spec.hierarchies[field]!),
  )
  if (other !== undefined) throw otherHierarchy(other, kept.made[fields.indexOf(other)]!)
}

export function otherHierarchy(field: string, made: HierarchyKind): PerdeError {
  return new PerdeError('PLAN_MISMATCH', `the plan has another hierarchy for "${field}" than the policy`, {
    where: { field },
    hints: [
      `the plan's goes by ${made}, with levels of its own: say the same in the policy, or leave it out there and the plan's own is used`,
      'a plan with another hierarchy has to be made anew, without anonymity.plan and with a ledger of its own',
    ],
  })
}

function isMadeBy(made: HierarchyKind, spec: AnonymitySpec['hierarchies'][string]): boolean {
  return made in spec
}

/** What plan.json says of a solution that follows a kept plan. */
export function appliedPlan(kept: KeptPlan): NonNullable<SolvedAnonymity['applied']> {
  return { planSha256: planIdentity(kept), k: kept.k }
}

function isPlanFile(value: Record<string, unknown>): value is Record<string, unknown> & PlanFile {
  const { dataset, release, salt, sources } = value
  return (
    hasOnly(value, ['perde', 'version', 'dataset', 'release', 'salt', 'sources']) &&
    value['version'] === 1 &&
    [dataset, release, salt].every((text) => typeof text === 'string') &&
    isObject(sources) &&
    Object.values(sources).every(isKeptPlan)
  )
}

/** A plan that is no more than plausible: what its numbers say is checked where it is thawed. */
export function isKeptPlan(value: unknown): value is KeptPlan {
  if (!isObject(value) || !hasOnly(value, ['fields', 'model', 'k', 'made', 'levels', 'recoding', 'uses'])) return false
  const { fields, model, k, made, levels, recoding, uses } = value
  return (
    isList(fields, (path) => typeof path === 'string') &&
    fields.length > 0 &&
    ['full-domain', 'top-down', 'peeling'].includes(model as string) &&
    isNumber(k) &&
    isList(made, (how) => typeof how === 'string') &&
    made.length === fields.length &&
    (levels === undefined || (isList(levels, isNumber) && levels.length === fields.length)) &&
    isRecoding(recoding) &&
    recoding.hierarchies.length === fields.length &&
    isList(uses, (field) => isList(field, (use) => isList(use, Number.isInteger) && use.length === 4)) &&
    uses.length === fields.length &&
    uses.every((field, c) =>
      (field as KeptPlan['uses'][number]).every(([leaf, level, node]) => isUse(recoding, c, leaf, level, node)),
    )
  )
}

function isUse({ hierarchies }: FrozenRecoding, c: number, leaf: number, level: number, node: number): boolean {
  const { levels, null: hasNull } = hierarchies[c]!
  const more = hasNull ? 1 : 0
  return leaf < levels[0]!.length + more && (level < 0 || node < (levels[level]?.length ?? -1) + more)
}

function isRecoding(value: unknown): value is FrozenRecoding {
  if (!isObject(value) || !hasOnly(value, ['version', 'hierarchies', 'classes', 'others'])) return false
  const { version, hierarchies, classes, others } = value
  return (
    version === 1 &&
    isList(hierarchies, isHierarchy) &&
    isList(classes, (own) => isList(own, (node) => isList(node, isNumber) && node.length === 2)) &&
    isList(others, (row) => isList(row, Number.isInteger))
  )
}

function isHierarchy(value: unknown): boolean {
  if (!isObject(value) || !hasOnly(value, ['levels', 'parents', 'null'])) return false
  const { levels, parents, null: hasNull } = value
  return (
    isList(levels, (level) => isList(level, (text) => typeof text === 'string')) &&
    levels.length > 0 &&
    isList(parents, (level) => isList(level, isNumber)) &&
    typeof hasNull === 'boolean'
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isList(value: unknown, is: (item: unknown) => boolean): value is unknown[] {
  return Array.isArray(value) && value.every(is)
}

function isNumber(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0
}

function hasOnly(value: Record<string, unknown>, names: readonly string[]): boolean {
  return Object.keys(value).every((name) => names.includes(name))
}

function noPlan(message: string, cause?: unknown): PerdeError {
  return new PerdeError('PLAN_MISMATCH', message, {
    cause,
    hints: ['write it anew from the release: perde anonymity show RELEASE --plan-out FILE'],
  })
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
