import { flatHierarchy } from '../../anonymity/hierarchies/flat.ts'
import { hierarchyToCsv } from '../../anonymity/hierarchies/from-csv.ts'
import { PerdeError } from '../../errors.ts'
import { makeHierarchy } from '../../plan/anonymity/hierarchies.ts'
import type { HierarchyKind } from '../../plan/plan.ts'
import type { HierarchySpec } from '../../policy/policy.ts'
import { columnValues, type ColumnJob } from './column-values.ts'

/** The table of a hierarchy for the values of a column, and how its levels were made. */
export interface BuiltHierarchy {
  csv: string
  made: HierarchyKind
  leaves: number
  /** with the leaves and the top */
  levels: number
  nulls: number
}

/** `spec` undefined: as a run would that finds none in its policy; `values`: the values, then `*`. Throws like `columnValues`, POLICY_INVALID for values that do not fit. */
export async function buildHierarchy(
  job: ColumnJob,
  spec: HierarchySpec | 'values' | undefined,
): Promise<BuiltHierarchy> {
  const { texts, nulls } = await columnValues(job)
  if (texts.length === 0)
    throw new PerdeError('INPUT_EMPTY', 'the field has no value to make a hierarchy of', {
      where: { field: job.field },
    })
  const { made, hierarchy } =
    spec === 'values'
      ? { made: spec, hierarchy: flatHierarchy(texts) }
      : makeHierarchy(job.field, spec, texts, false, {})
  return { csv: hierarchyToCsv(hierarchy), made, leaves: texts.length, levels: hierarchy.levels.length, nulls }
}
