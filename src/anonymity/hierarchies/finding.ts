export interface HierarchyFinding {
  code: HierarchyFault
  severity: 'error' | 'warning' | 'note'
  /** lower case, without a value of the data or the hierarchy */
  message: string
  hint?: string
  /** lines of the file, from 1; undefined: it is about a whole level, or the whole file */
  lines?: number[]
  /** column of the table, 0 = leaves */
  level?: number
}

/** Errors are what a run refuses; warnings are nearly always mistakes; notes may be meant. */
export const HIERARCHY_FAULTS = {
  NO_TABLE: 'error',
  EMPTY: 'error',
  RAGGED: 'error',
  CONFLICTING_LEAF: 'error',
  NOT_COARSER: 'error',
  CIRCLE: 'error',
  MISSING_LEAF: 'error',
  SEPARATOR: 'warning',
  HEADER: 'warning',
  DUPLICATE_LEAF: 'warning',
  SAME_LEVEL: 'warning',
  EMPTY_VALUE: 'warning',
  NORMAL_FORMS: 'warning',
  OUTER_SPACE: 'warning',
  LITERAL_STAR: 'warning',
  OFF_BY_ONE: 'warning',
  OVERLAP: 'warning',
  LEAF_ABOVE: 'warning',
  MANY_LEAVES: 'warning',
  SINGLE_STEP: 'note',
  NO_TOP: 'note',
  UNUSED_LEAF: 'note',
} as const satisfies Record<string, HierarchyFinding['severity']>
export type HierarchyFault = keyof typeof HIERARCHY_FAULTS

/** Adds a finding about rows (by their index), a level, or the whole; one about no row at all is none. */
export type AddFault = (
  code: HierarchyFault,
  message: string,
  where?: { rows?: number[]; level?: number; hint?: string },
) => void

/** Indices of the rows that are wrong. */
export function rowsWhere(
  rows: readonly (readonly string[])[],
  wrong: (row: readonly string[], index: number) => boolean,
): number[] {
  return [...rows.keys()].filter((i) => wrong(rows[i]!, i))
}
