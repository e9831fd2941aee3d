import type { ClassCounts } from '../../anonymity/class-table.ts'
import { freezeRecoding } from '../../anonymity/frozen-recoding.ts'
import type { PlannedAnonymity } from '../plan.ts'
import type { KeptPlan } from './plan-file.ts'
import type { Solution } from './solution.ts'

/** All of a solution that a kept plan is made from, as plain data: a thread may be given it. */
export interface KeptFacts
  extends
    Pick<KeptPlan, 'fields' | 'model' | 'k' | 'made' | 'levels'>,
    Pick<Solution, 'hierarchies' | 'recoding' | 'published'> {
  counts: Pick<ClassCounts, 'columns' | 'counts'>
}

/** Undefined where the models were not met: such a plan is for no other data. */
export function keptFacts(planned: PlannedAnonymity, solution: Solution): KeptFacts | undefined {
  const { solved, counts, hierarchies, recoding, published } = solution
  if (!solved.met || counts.rows === 0) return undefined
  return {
    fields: planned.fields,
    model: planned.spec.model,
    k: planned.spec.k,
    made: solved.hierarchies.map(({ made }) => made),
    ...(solved.levels && { levels: solved.levels }),
    hierarchies,
    recoding,
    published,
    counts: { columns: counts.columns, counts: counts.counts },
  }
}

export function keptPlan({ hierarchies, recoding, published, counts, ...kept }: KeptFacts): KeptPlan {
  return {
    ...kept,
    recoding: freezeRecoding(counts, hierarchies, recoding, published),
    uses: usesOf(counts, hierarchies, recoding),
  }
}

function usesOf(
  { columns, counts }: KeptFacts['counts'],
  hierarchies: Solution['hierarchies'],
  { nodes, nodeOf }: Solution['recoding'],
): KeptPlan['uses'] {
  return hierarchies.map(({ levels }, c) => {
    const leaves = levels[0]!.values.length
    const places = 1 + levels.length
    // By leaf, then by 1 + level: 0 for suppressed.
    const rows = new Float64Array(leaves * places)
    for (let e = 0; e < counts.length; e++)
      rows[columns[c]![e]! * places + (nodeOf[e]! < 0 ? 0 : 1 + nodes[nodeOf[e]!]![c]!)]! += counts[e]!
    const uses: KeptPlan['uses'][number] = []
    for (const [at, n] of rows.entries()) {
      const leaf = Math.floor(at / places)
      const level = (at % places) - 1
      if (n > 0) uses.push([leaf, level, level < 0 ? 0 : levels[level]!.ofLeaf[leaf]!, n])
    }
    return uses
  })
}
