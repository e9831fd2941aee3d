import { countsAbove, hierarchyAbove, treeAbove } from '../../anonymity/above-base.ts'
import { createEntryCheck, type EntryCheck } from '../../anonymity/check-entries.ts'
import type { Requirements } from '../../anonymity/check-classes.ts'
import { distributionOf, rolledUp, type ClassCounts } from '../../anonymity/class-table.ts'
import { solveFullDomain } from '../../anonymity/full-domain.ts'
import { topOf, type Hierarchy } from '../../anonymity/hierarchy.ts'
import { informationLoss } from '../../anonymity/measures/information-loss.ts'
import { peel } from '../../anonymity/peeling.ts'
import { partPopulation, type PopulationEntries } from '../../anonymity/released-entries.ts'
import { raiseClasses } from '../../anonymity/raise-classes.ts'
import { fullDomainRecoding, publishedClasses, type PublishedClasses, type Recoding } from '../../anonymity/recoding.ts'
import { kAnonymity } from '../../anonymity/privacy-models/k-anonymity.ts'
import { shares } from '../../anonymity/privacy-models/privacy-model.ts'
import type { Distance } from '../../anonymity/privacy-models/t-closeness.ts'
import { whatFails } from '../../anonymity/what-fails.ts'
import { holdsTogether, suppressSmallest } from '../../anonymity/suppress-smallest.ts'
import { growTree } from '../../anonymity/top-down.ts'
import { PerdeError } from '../../errors.ts'
import type { AnonymitySpec } from '../../policy/policy.ts'
import type { PlannedAnonymity, SolvedAnonymity } from '../plan.ts'
import { leavesOf, makeHierarchy } from './hierarchies.ts'
import type { MadeHierarchy } from './hierarchy-by-values.ts'
import type { KeptPlan } from './plan-file.ts'
import { distanceOf, requirementsOf, type SensitiveField } from './requirements.ts'

/** What the profile pass counted of a source: numbers of values, 0 for null and n for the n-th text. */
export interface CountedCombinations {
  /** `base`: level below which nothing is told apart in the counts, where they would be too many; a value is the first of its node */
  quasi: { texts: string[]; base: number }[]
  /** values as `kind:length:text;`; last the subjects, where they are counted */
  sensitive: string[][]
  counts: ClassCounts
}

/** The decision, readable and for the workers. */
export interface Solution {
  solved: SolvedAnonymity
  hierarchies: Hierarchy[]
  /** by leaf numbers of the hierarchies */
  counts: ClassCounts
  recoding: Recoding
  /** the classes that it gives */
  published: PublishedClasses
  /** what every class that is written must satisfy */
  requirements: Requirements
  sensitive: SolvedSensitive[]
  /** where the policy names a table of it; its people are in no count of the others */
  population?: PopulationEntries
  /** the plan was there before; undefined: it was solved for these data */
  frozen?: KeptPlan
}

/** A sensitive field as the models number its values: 0 is null. */
export interface SolvedSensitive {
  path: string
  /** number of each value, as `kind:length:text;` */
  numbers: ReadonlyMap<string, number>
  size: number
  /** undefined: the policy does not bound it */
  distance: Distance | undefined
}

/**
 * Solves a source: hierarchies, models, then the transformation model of the policy. Pure: the same counts give the same
 * solution, in whatever order they came. Throws ANONYMITY_NOT_MET, POLICY_INVALID for a hierarchy that does not fit.
 */
export function solveAnonymity(
  planned: PlannedAnonymity,
  counted: CountedCombinations,
  files: Record<string, string>,
): Solution {
  const { spec } = planned
  const made = planned.fields.map((field, q) => {
    const hasNull = counted.counts.columns[q]!.includes(0)
    return makeHierarchy(field, own(spec.hierarchies, field), counted.quasi[q]!.texts.toSorted(), hasNull, files)
  })
  const table = tableOf(planned, counted, made, files)
  const { counts, requirements, holds, base } = table
  const hierarchies = made.map(({ hierarchy }) => hierarchy)
  const found =
    counts.rows === 0
      ? NOTHING
      : explained(planned, table, () => decideAbove(base, spec, counts, hierarchies, requirements, holds))
  const recoding =
    spec.suppressed === 'class' ? withClassOfSuppressed(found.recoding, table, hierarchies) : found.recoding
  return describeSolution(planned, table, made, { ...found, recoding })
}

/** What the search throws where nothing holds, with the models that fail and by how much. */
function explained(
  planned: PlannedAnonymity,
  { counts, requirements }: SolvedTable,
  decided: () => Decision,
): Decision {
  try {
    return decided()
  } catch (e) {
    if (!(e instanceof PerdeError) || e.code !== 'ANONYMITY_NOT_MET') throw e
    const failed = whatFails(counts, requirements)
    if (failed.length === 0) throw e
    const list = failed.map(({ model, field, reached }) => {
      const path = field === undefined ? undefined : planned.sensitive[field]
      return `${model}${path === undefined ? '' : ` of "${path}"`}: ${reached}`
    })
    throw new PerdeError(
      'ANONYMITY_NOT_MET',
      `not even all records as one class have what the policy asks for (${list.join('; ')})`,
      {
        cause: e,
        hints: ['ask for less of it, suppress more, or coarsen the hierarchies'],
        facts: { records: counts.rows, failed: list },
      },
    )
  }
}

/** What was counted by the leaves of hierarchies, and what a class of it must satisfy. */
export interface SolvedTable {
  counts: ClassCounts
  requirements: Requirements
  holds: EntryCheck
  sensitive: readonly (NumberedField & { tokens: readonly string[] })[]
  /** by sensitive field, subjects included: number in the counts of each number of the profile */
  values: readonly Uint32Array[]
  /** by quasi-identifier: level below which the counts tell nothing apart */
  base: readonly number[]
}

export function tableOf(
  planned: PlannedAnonymity,
  counted: CountedCombinations,
  made: readonly MadeHierarchy[],
  files: Record<string, string>,
): SolvedTable {
  const sensitive = planned.sensitive.map((path, s) => ({
    ...sensitiveField(path, planned.spec, counted.sensitive[s]!, files),
    tokens: counted.sensitive[s]!,
  }))
  const values = counted.sensitive.map((tokens, s) => sensitive[s]?.numbers ?? plainNumbers(tokens))
  const counts = numbered(planned, counted, made, sensitive, values)
  const requirements = requirementsOf(planned, counts, sensitive)
  const base = counted.quasi.map((field) => field.base)
  return { counts, requirements, holds: createEntryCheck(counts, requirements), sensitive, values, base }
}

/** The decision with its measures, readable and for the workers. */
export function describeSolution(
  planned: PlannedAnonymity,
  table: SolvedTable,
  made: readonly MadeHierarchy[],
  { readable, met, optimal, gap, ...decided }: Decision,
): Solution {
  const { requirements, sensitive, base } = table
  const parted = hasPopulation(planned) ? partPopulation(table.counts, decided.recoding) : undefined
  const { counts, recoding } = parted
    ? { counts: parted.released, recoding: parted.recoding }
    : { counts: table.counts, recoding: decided.recoding }
  const hierarchies = made.map(({ hierarchy }) => hierarchy)
  const published = publishedClasses(counts, hierarchies, recoding)
  const { rows, of } = published
  const { loss, ncp } = informationLoss(counts, hierarchies, recoding)
  const suppressed = of.reduce((sum, c, e) => (c < 0 ? sum + counts.counts[e]! : sum), 0)
  return {
    solved: {
      met,
      hierarchies: made.map(({ made: how, hierarchy }, q) => ({
        field: planned.fields[q]!,
        made: how,
        levels: topOf(hierarchy) + 1,
        ...(base[q]! > 0 && { from: base[q]! }),
      })),
      ...readable,
      records: counts.rows,
      suppressed,
      classes: rows.length,
      loss,
      ncp,
      optimal,
      ...(gap !== undefined && { gap }),
    },
    hierarchies,
    counts,
    recoding,
    published,
    requirements,
    ...(parted && { population: parted.population }),
    sensitive: sensitive.map((field, s) => ({
      path: field.path,
      numbers: new Map(field.tokens.map((token, n) => [token, field.numbers[n + 1]!])),
      size: field.size,
      distance: boundDistance(planned.spec, field, counts, s),
    })),
  }
}

/** A table of a population is counted beside the records (`withPopulation`). */
export function hasPopulation({ spec }: Pick<PlannedAnonymity, 'spec'>): boolean {
  return typeof spec.population === 'object'
}

function boundDistance(spec: AnonymitySpec, field: SensitiveField, counts: ClassCounts, f: number) {
  const t = own(spec.t, field.path)
  return t && counts.rows > 0 ? distanceOf(t, field, shares(distributionOf(counts, f))) : undefined
}

export interface Decision {
  recoding: Recoding
  readable: Pick<SolvedAnonymity, 'levels' | 'tree' | 'rules' | 'applied'>
  met: boolean
  optimal: boolean
  gap?: number
}

const NOTHING: Decision = { recoding: { nodes: [], nodeOf: new Int32Array(0) }, readable: {}, met: true, optimal: true }

/** A decision on hierarchies that begin at their base; levels and nodes are those of the whole ones again afterwards. */
function decideAbove(
  base: readonly number[],
  spec: AnonymitySpec,
  counts: ClassCounts,
  hierarchies: Hierarchy[],
  requirements: Requirements,
  holds: EntryCheck,
): Decision {
  if (base.every((level) => level === 0)) return decide(spec, counts, hierarchies, requirements, holds)
  const { recoding, readable, ...rest } = decide(
    spec,
    countsAbove(counts, hierarchies, base),
    hierarchies.map((hierarchy, q) => hierarchyAbove(hierarchy, base[q]!)),
    requirements,
    holds,
  )
  const raised = (levels: ArrayLike<number>) => Array.from(levels, (level, q) => level + base[q]!)
  const { levels, tree, rules } = readable
  return {
    ...rest,
    recoding: { ...recoding, nodes: recoding.nodes.map((node) => Uint8Array.from(raised(node))) },
    readable: {
      ...(levels && { levels: raised(levels) }),
      ...(tree && { tree: treeAbove(tree, base) }),
      ...(rules && { rules: rules.map(raised) }),
    },
  }
}

function decide(
  spec: AnonymitySpec,
  counts: ClassCounts,
  hierarchies: Hierarchy[],
  requirements: Requirements,
  holds: EntryCheck,
): Decision {
  const suppressAtMost = spec['if-not-met'] === 'suppress' ? 1 : spec['suppress-at-most']
  const { models, tables = [] } = requirements
  const sizesOf = (recoding: Recoding) => publishedClasses(counts, hierarchies, recoding).rows
  try {
    if (spec.model === 'full-domain') {
      const { levels, optimal, gap } = solveFullDomain(counts, hierarchies, {
        ...requirements,
        suppressAtMost,
        metric: spec.utility,
      })
      const recoding = fullDomainRecoding(levels, publishedAt(levels, counts, hierarchies, requirements, holds))
      return { recoding, readable: { levels }, met: true, optimal, gap }
    }
    if (spec.model === 'peeling') {
      const recoding = raiseClasses(
        tables,
        spec.k,
        (k) => peel(counts, hierarchies, { models: [kAnonymity(k), ...models], suppressAtMost }),
        sizesOf,
      )
      return { recoding, readable: { rules: recoding.nodes.map((node) => [...node]) }, met: true, optimal: false }
    }
    const { tree, recoding } = raiseClasses(
      tables,
      spec.k,
      (k) => growTree(counts, hierarchies, { models: [kAnonymity(k), ...models] }),
      (found) => sizesOf(found.recoding),
    )
    return { recoding, readable: { tree }, met: true, optimal: false }
  } catch (e) {
    if (!(e instanceof PerdeError) || e.code !== 'ANONYMITY_NOT_MET' || spec['if-not-met'] !== 'report') throw e
    // Said and not met: all is published as coarse as it can be.
    const levels = hierarchies.map(topOf)
    const recoding = fullDomainRecoding(levels, new Uint8Array(counts.counts.length).fill(1))
    return { recoding, readable: { levels }, met: false, optimal: false }
  }
}

/** 1 for each entry whose class at these levels holds, and is not among the smallest ones where all do not hold together. */
function publishedAt(
  levels: readonly number[],
  counts: ClassCounts,
  hierarchies: readonly Hierarchy[],
  { tables = [] }: Requirements,
  holds: EntryCheck,
): Uint8Array {
  const all = fullDomainRecoding(levels, new Uint8Array(counts.counts.length).fill(1))
  const { rows, of } = publishedClasses(counts, hierarchies, all)
  const members: number[][] = Array.from(rows, () => [])
  of.forEach((c, e) => members[c]!.push(e))
  const published = Uint8Array.from(members, (entries, c) => (holds(entries, rows[c]!) ? 1 : 0))
  suppressSmallest(rows, tables, published)
  return Uint8Array.from(of, (c) => published[c]!)
}

/**
 * Suppressed records stay with every quasi-identifier at its top, if those who are there then hide each other and the table
 * holds with them.
 */
function withClassOfSuppressed(
  recoding: Recoding,
  { counts, requirements, holds }: SolvedTable,
  hierarchies: readonly Hierarchy[],
): Recoding {
  const { nodes, nodeOf } = recoding
  const left = [...nodeOf.keys()].filter((e) => nodeOf[e]! < 0)
  const rows = left.reduce((sum, e) => sum + counts.counts[e]!, 0)
  if (left.length === 0 || !holds(left, rows)) return recoding
  const top = Uint8Array.from(hierarchies, topOf)
  const whole = { nodes: [...nodes, top], nodeOf: nodeOf.map((node) => (node < 0 ? nodes.length : node)) }
  return holdsTogether(publishedClasses(counts, hierarchies, whole).rows, requirements.tables ?? []) ? whole : recoding
}

/** The table by leaves of the hierarchies and by sorted sensitive values, which do not depend on who came first. */
function numbered(
  planned: PlannedAnonymity,
  { quasi, sensitive, counts }: CountedCombinations,
  made: readonly MadeHierarchy[],
  fields: readonly NumberedField[],
  values: readonly Uint32Array[],
): ClassCounts {
  const leaves = made.map((m, q) => leavesOf(planned.fields[q]!, m, quasi[q]!.texts))
  return rolledUp(
    counts,
    leaves,
    made.map(({ hierarchy }) => hierarchy.levels[0]!.values.length),
    values,
    sensitive.map((tokens, s) => fields[s]?.size ?? tokens.length + 1),
  )
}

interface NumberedField extends SensitiveField {
  /** number of each value that the profile numbered */
  numbers: Uint32Array
  size: number
}

function sensitiveField(
  path: string,
  spec: AnonymitySpec,
  tokens: readonly string[],
  files: Record<string, string>,
): NumberedField {
  const t = own(spec.t, path)
  if (t && 'hierarchical' in t) {
    const texts = tokens.map(textOf)
    const made = makeHierarchy(path, own(spec.hierarchies, path), texts.toSorted(), true, files)
    const size = made.hierarchy.levels[0]!.values.length
    return { path, order: () => [], hierarchy: made.hierarchy, numbers: leavesOf(path, made, texts), size }
  }
  return {
    path,
    order: () => numericOrder(path, tokens),
    hierarchy: undefined,
    numbers: plainNumbers(tokens),
    size: tokens.length + 1,
  }
}

/** Null first, then the values by their spelling. */
function plainNumbers(tokens: readonly string[]): Uint32Array {
  const numbers = new Uint32Array(tokens.length + 1)
  const order = [...tokens.keys()].sort((a, b) => (tokens[a]! < tokens[b]! ? -1 : 1))
  for (const [place, token] of order.entries()) numbers[token + 1] = place + 1
  return numbers
}

/** Numbers of the values (of `plainNumbers`) from the least to the greatest; null before all. */
function numericOrder(path: string, tokens: readonly string[]): number[] {
  const sorted = tokens.toSorted((a, b) => (a < b ? -1 : 1)).map((token) => Number(textOf(token)))
  if (sorted.some(Number.isNaN))
    throw new PerdeError('POLICY_INVALID', `ordered closeness needs numbers, and "${path}" holds other values`, {
      where: { field: path },
      hints: ['use equal, or hierarchical with a hierarchy of the field'],
    })
  return [0, ...[...sorted.keys()].sort((a, b) => sorted[a]! - sorted[b]!).map((n) => n + 1)]
}

/** The text of a value that is written as `kind:length:text;`. */
function textOf(token: string): string {
  return token.slice(token.indexOf(':', token.indexOf(':') + 1) + 1, -1)
}

function own<T>(by: Record<string, T>, path: string): T | undefined {
  return Object.hasOwn(by, path) ? by[path] : undefined
}
