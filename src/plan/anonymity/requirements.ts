import type { Requirements } from '../../anonymity/check-classes.ts'
import { distributionOf, type ClassCounts } from '../../anonymity/class-table.ts'
import type { Hierarchy } from '../../anonymity/hierarchy.ts'
import { betaLikeness } from '../../anonymity/privacy-models/beta-likeness.ts'
import { deltaPresence } from '../../anonymity/privacy-models/delta-presence.ts'
import { deltaDisclosure } from '../../anonymity/privacy-models/delta-disclosure.ts'
import { distinctL } from '../../anonymity/privacy-models/distinct-l.ts'
import { entropyL } from '../../anonymity/privacy-models/entropy-l.ts'
import { kAnonymity } from '../../anonymity/privacy-models/k-anonymity.ts'
import { kMap } from '../../anonymity/privacy-models/k-map.ts'
import { several, shares, type PrivacyModel } from '../../anonymity/privacy-models/privacy-model.ts'
import { recursiveL } from '../../anonymity/privacy-models/recursive-l.ts'
import { averageRisk, uniqueness, type TableModel } from '../../anonymity/privacy-models/risk-threshold.ts'
import {
  equalDistance,
  hierarchicalDistance,
  orderedDistance,
  tCloseness,
} from '../../anonymity/privacy-models/t-closeness.ts'
import type { AnonymitySpec, ClosenessSpec } from '../../policy/policy.ts'
import type { PlannedAnonymity } from '../plan.ts'

/** One sensitive field of the table that is solved. */
export interface SensitiveField {
  path: string
  /** numbers of its values in their order, where it has one */
  order: () => number[]
  /** leaves are the values */
  hierarchy: Hierarchy | undefined
}

/** The policy's models about a table. Distributions are those of the whole input. */
export function requirementsOf(
  { spec, unit, sensitive }: Pick<PlannedAnonymity, 'spec' | 'unit' | 'sensitive'>,
  counts: ClassCounts,
  fields: readonly SensitiveField[],
): Requirements {
  const models: PrivacyModel[] = [kAnonymity(spec.k)]
  // As many different subjects as k asks for: the same as different values of one more field, which is the last.
  if (unit === 'subject') models.push(peopleInClass(spec.k, sensitive.length))
  fields.forEach((field, f) => {
    const whole = shares(distributionOf(counts, f))
    models.push(...modelsOf(spec, field, f, whole))
  })
  models.push(...populationModels(spec, populationField({ unit, sensitive })))
  return { models, tables: tablesOf(spec) }
}

function peopleInClass(k: number, field: number): PrivacyModel {
  return {
    ...distinctL(k, field),
    name: `${k} people`,
    reached: (_, { distinct }) => several(distinct, 'person', 'people'),
  }
}

/** Number of the field that counts a population: behind all others. */
export function populationField({ unit, sensitive }: Pick<PlannedAnonymity, 'unit' | 'sensitive'>): number {
  return sensitive.length + (unit === 'subject' ? 1 : 0)
}

function populationModels(spec: AnonymitySpec, field: number): PrivacyModel[] {
  const { 'k-map': people, 'presence-at-most': share } = spec
  return [
    ...(people === undefined ? [] : [kMap(people, field)]),
    ...(share === undefined ? [] : [deltaPresence(share, field)]),
  ]
}

function tablesOf({ 'risk-at-most': bounds = {} }: AnonymitySpec): TableModel[] {
  return [
    ...(bounds.average === undefined ? [] : [averageRisk(bounds.average)]),
    ...(bounds.unique === undefined ? [] : [uniqueness(bounds.unique)]),
  ]
}

function modelsOf(spec: AnonymitySpec, field: SensitiveField, f: number, whole: Float64Array): PrivacyModel[] {
  const { path } = field
  const models: PrivacyModel[] = []
  const own = <T>(by: Record<string, T>): T | undefined => (Object.hasOwn(by, path) ? by[path] : undefined)
  const l = own(spec.l)
  if (l && 'distinct' in l) models.push(distinctL(l.distinct, f))
  if (l && 'entropy' in l) models.push(entropyL(l.entropy, f))
  if (l && 'recursive' in l) models.push(recursiveL(l.recursive.l, l.recursive.c, f))
  const t = own(spec.t)
  if (t) models.push(tCloseness(thresholdOf(t), f, distanceOf(t, field, whole)))
  const beta = own(spec.beta)
  if (beta && 'basic' in beta) models.push(betaLikeness(beta.basic, f, whole, 'basic'))
  if (beta && 'enhanced' in beta) models.push(betaLikeness(beta.enhanced, f, whole, 'enhanced'))
  const delta = own(spec.disclosure)
  if (delta !== undefined) models.push(deltaDisclosure(delta, f, whole))
  return models
}

function thresholdOf(t: ClosenessSpec): number {
  return 'equal' in t ? t.equal : 'ordered' in t ? t.ordered : t.hierarchical
}

/** How far a class is from the whole, as the policy measures it. */
export function distanceOf(t: ClosenessSpec, { order, hierarchy }: SensitiveField, whole: Float64Array) {
  if ('equal' in t) return equalDistance(whole)
  if ('ordered' in t) return orderedDistance(whole, order())
  return hierarchicalDistance(whole, hierarchy!)
}
