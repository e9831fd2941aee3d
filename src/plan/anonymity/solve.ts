import { countsAbove, hierarchyAbove, treeAbove } from '../../anonymity/above-base.ts'
import type { EntryCheck } from '../../anonymity/check-entries.ts'
import type { Requirements } from '../../anonymity/check-classes.ts'
import type { ClassCounts } from '../../anonymity/class-table.ts'
import { solveFullDomain } from '../../anonymity/full-domain.ts'
import { topOf, type Hierarchy } from '../../anonymity/hierarchy.ts'
import { peel } from '../../anonymity/peeling.ts'
import { kAnonymity } from '../../anonymity/privacy-models/k-anonymity.ts'
import { raiseClasses } from '../../anonymity/raise-classes.ts'
import { fullDomainRecoding, publishedClasses, type Recoding } from '../../anonymity/recoding.ts'
import { holdsTogether, suppressSmallest } from '../../anonymity/suppress-smallest.ts'
import { growTree } from '../../anonymity/top-down.ts'
import { whatFails } from '../../anonymity/what-fails.ts'
import { PerdeError } from '../../errors.ts'
import type { AnonymitySpec } from '../../policy/policy.ts'
import type { PlannedAnonymity } from '../plan.ts'
import { hierarchySpec, makeHierarchy } from './hierarchies.ts'
import { describeSolution, type Decision, type Solution } from './solution.ts'
import { tableOf, type CountedCombinations, type SolvedTable } from './solved-table.ts'

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
    return makeHierarchy(field, hierarchySpec(spec, field), counted.quasi[q]!.texts.toSorted(), hasNull, files)
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
