import { chainOf, thawHierarchy, type FrozenHierarchy, type Growth } from '../../anonymity/frozen-hierarchy.ts'
import { thawRecoding, type FrozenRecoder } from '../../anonymity/frozen-recoding.ts'
import type { Hierarchy } from '../../anonymity/hierarchy.ts'
import type { Recoding } from '../../anonymity/recoding.ts'
import { suppressSmallest } from '../../anonymity/suppress-smallest.ts'
import { PerdeError } from '../../errors.ts'
import type { AnonymitySpec, HierarchySpec } from '../../policy/policy.ts'
import type { HierarchyKind, PlannedAnonymity } from '../plan.ts'
import { hierarchySpec, leavesOf, makeHierarchy } from './hierarchies.ts'
import { appliedPlan, checkFits, otherHierarchy, type KeptPlan } from './plan-file.ts'
import { describeSolution, type Solution } from './solution.ts'
import { tableOf, type CountedCombinations, type SolvedTable } from './solved-table.ts'

/** A solution that follows a plan which was made before, and what else is asked of it. */
export interface KeptSolution extends Solution {
  frozen: KeptPlan
  /** by quasi-identifier: leaf of each number that the profile gave a value */
  leaves: readonly Uint32Array[]
  /** by sensitive field, subjects included: number in the counts of each number of the profile */
  values: readonly Uint32Array[]
  /** class of a combination of leaves in the kept plan, -1: suppressed */
  classOf(leaves: ArrayLike<number>): number
}

/**
 * Applies a kept plan to what the profile counted. A combination that it was not made for goes to the class with the least
 * loss that covers it, else it is suppressed; so is a class that does not hold for these data, both within the policy's
 * limit. Throws PLAN_MISMATCH where the plan is about something else, ANONYMITY_NOT_MET beyond the limit.
 */
export function applyKeptPlan(
  planned: PlannedAnonymity,
  counted: CountedCombinations,
  kept: KeptPlan,
  files: Record<string, string>,
): KeptSolution {
  checkFits(kept, planned)
  checkLevels(kept, planned, files)
  if (counted.quasi.some(({ base }) => base > 0))
    throw tooMany(planned.fields.filter((_, q) => counted.quasi[q]!.base > 0))
  const { spec } = planned
  const recoder = thawRecoding(
    kept.recoding,
    planned.fields.map((field, q) =>
      growthOf(kept.recoding.hierarchies[q]!, {
        field,
        made: kept.made[q]!,
        spec: hierarchySpec(spec, field),
        texts: counted.quasi[q]!.texts,
        hasNull: counted.counts.columns[q]!.includes(0),
        files,
      }),
    ),
  )
  const made = recoder.hierarchies.map((hierarchy, q) => ({ made: kept.made[q]!, hierarchy }))
  const table = tableOf(planned, counted, made, files)
  const { classes, failing, met } = decideClasses(spec, table, recoder)
  return {
    ...describeSolution(planned, table, made, {
      recoding: recodingOf(recoder, classes),
      readable: { ...(kept.levels && { levels: kept.levels }), applied: appliedPlan(kept) },
      met,
      optimal: false,
    }),
    frozen: kept,
    values: table.values,
    leaves: made.map((m, q) => leavesOf(planned.fields[q]!, m, counted.quasi[q]!.texts)),
    classOf: (leaves) => {
      const own = recoder.classOf(leaves)
      return failing.has(own) ? -1 : own
    },
  }
}

/**
 * The policy's hierarchies make of every value of the plan what the plan makes of it: another width or border, or another line of
 * a table, is another hierarchy. A table may have grown, or lost values that the data had once.
 */
function checkLevels(kept: KeptPlan, { fields, spec }: PlannedAnonymity, files: Record<string, string>): void {
  for (const [q, field] of fields.entries()) {
    if (!Object.hasOwn(spec.hierarchies, field)) continue
    const frozen = kept.recoding.hierarchies[q]!
    const said = makeAgain(field, spec.hierarchies[field]!, frozen, files)
    const own = thawHierarchy({ ...frozen, null: false })
    const differs = frozen.levels[0]!.some((text) => {
      const chain = said && coarser(said, text)
      return chain === undefined || (chain.length > 0 && chain.join('\n') !== coarser(own, text).join('\n'))
    })
    if (differs) throw otherHierarchy(field, kept.made[q]!)
  }
}

/** Undefined where the plan's values do not fit what the policy says. */
function makeAgain(
  field: string,
  spec: HierarchySpec,
  { levels }: FrozenHierarchy,
  files: Record<string, string>,
): Hierarchy | undefined {
  try {
    return makeHierarchy(field, spec, levels[0]!.toSorted(), false, files).hierarchy
  } catch (e) {
    if (e instanceof PerdeError) return undefined
    throw e
  }
}

/** `classes`: the class of each entry, -1: suppressed. */
export function recodingOf(recoder: Pick<FrozenRecoder, 'classes'>, classes: Int32Array): Recoding {
  const nodes: Uint8Array[] = []
  const numbers = new Map<string, number>()
  const nodeOfClass = recoder.classes.map((own) => {
    const levels = own.map(([level]) => level)
    const name = levels.join()
    let number = numbers.get(name)
    if (number === undefined) numbers.set(name, (number = nodes.push(Uint8Array.from(levels)) - 1))
    return number
  })
  return { nodes, nodeOf: classes.map((own) => (own < 0 ? -1 : nodeOfClass[own]!)) }
}

/** Class of each entry; classes that do not hold for these data are among those that are suppressed. */
function decideClasses(
  spec: AnonymitySpec,
  { counts, requirements, holds }: SolvedTable,
  recoder: FrozenRecoder,
): { classes: Int32Array; failing: ReadonlySet<number>; met: boolean } {
  const leaves = new Uint32Array(counts.columns.length)
  const members: number[][] = recoder.classes.map(() => [])
  const classes = Int32Array.from(counts.counts, (_, e) => {
    for (let c = 0; c < leaves.length; c++) leaves[c] = counts.columns[c]![e]!
    const own = recoder.classOf(leaves)
    if (own >= 0) members[own]!.push(e)
    return own
  })
  const rowsOf = (entries: readonly number[]) => entries.reduce((n, e) => n + counts.counts[e]!, 0)
  const used = [...members.keys()].filter((own) => rowsOf(members[own]!) > 0)
  const rows = used.map((own) => rowsOf(members[own]!))
  const published = Uint8Array.from(used, (own, i) => (holds(members[own]!, rows[i]!) ? 1 : 0))
  suppressSmallest(rows, requirements.tables ?? [], published)
  const failing = new Set(used.filter((_, i) => published[i] === 0))
  const lost = counts.counts.reduce((n, rows, e) => (classes[e]! < 0 || failing.has(classes[e]!) ? n + rows : n), 0)
  const beyond = lost > spec['suppress-at-most'] * counts.rows + 1e-9
  if (beyond && spec['if-not-met'] === 'report') return { classes, failing: new Set(), met: failing.size === 0 }
  if (beyond && spec['if-not-met'] === 'fail') throw notMet(lost, counts.rows)
  return { classes: classes.map((own) => (failing.has(own) ? -1 : own)), failing, met: true }
}

/** Classes of a plan may be finer than a table that did not fit, and whoever was in them is then not known. */
function tooMany(fields: readonly string[]): PerdeError {
  return new PerdeError(
    'PLAN_LIMIT',
    'the combinations are too many to be told apart, so no plan of earlier data can be followed',
    { hints: [`generalise with the rules of their fields, before the plan is made: ${fields.join(', ')}`] },
  )
}

function notMet(lost: number, rows: number): PerdeError {
  return new PerdeError(
    'ANONYMITY_NOT_MET',
    `${lost} of ${rows} records are in no class of the plan that holds for these data, which is more than may be suppressed`,
    {
      hints: [
        'allow more with anonymity.suppress-at-most, or let "if-not-met: suppress" leave out what does not hold',
        'or make a plan for these data',
      ],
      facts: { suppressed: lost, records: rows },
    },
  )
}

interface GrownField {
  field: string
  made: HierarchyKind
  spec: HierarchySpec | undefined
  texts: readonly string[]
  hasNull: boolean
  files: Record<string, string>
}

/** The values that the plan has not seen, under the coarser values that they have by the rules the hierarchy was made by. */
function growthOf(frozen: FrozenHierarchy, given: GrownField): Growth {
  const known = new Set(frozen.levels[0])
  const fresh = given.texts.filter((text) => !known.has(text) && !known.has(text.trim())).sort()
  if (fresh.length === 0) return { rows: [], null: given.hasNull }
  const above = coarserOf(frozen.levels[0]!, fresh, given)
  return {
    rows: fresh.flatMap((text) => [chainOf(frozen, text, above(text)) ?? []].filter((row) => row.length > 0)),
    null: given.hasNull,
  }
}

function coarserOf(
  known: readonly string[],
  fresh: readonly string[],
  { field, made, spec, files }: GrownField,
): (text: string) => string[] {
  // Numbers among other texts would make of the whole field one without order.
  const fits =
    made === 'intervals' ? fresh.filter((text) => text.trim() !== '' && Number.isFinite(Number(text))) : fresh
  const again = makeHierarchy(field, spec, [...known, ...fits].sort(), false, files)
  if (again.made !== made) return () => []
  return (text) => coarser(again.hierarchy, text)
}

function coarser({ levels, leafIds }: Hierarchy, text: string): string[] {
  const leaf = leafIds.get(text) ?? leafIds.get(text.trim())
  return leaf === undefined ? [] : levels.slice(1).map(({ values, ofLeaf }) => values[ofLeaf[leaf]!]!)
}
