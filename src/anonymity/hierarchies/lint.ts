import { TOP } from '../hierarchy.ts'

export interface HierarchyFinding {
  code: HierarchyFault
  severity: 'error' | 'warning' | 'note'
  /** lower case, without a value of the data or the hierarchy */
  message: string
  /** rows of the table, from 1; at most the first five */
  rows?: number[]
  /** column of the table, 0 = leaves */
  level?: number
}

export const HIERARCHY_FAULTS = {
  EMPTY: 'error',
  RAGGED: 'error',
  DUPLICATE_LEAF: 'warning',
  CONFLICTING_LEAF: 'error',
  NOT_COARSER: 'error',
  SAME_LEVEL: 'warning',
  SINGLE_STEP: 'note',
  NO_TOP: 'note',
  NORMAL_FORMS: 'warning',
  OUTER_SPACE: 'warning',
  LITERAL_STAR: 'warning',
  OFF_BY_ONE: 'warning',
  LEAF_ABOVE: 'warning',
  MISSING_LEAF: 'error',
  UNUSED_LEAF: 'note',
} as const satisfies Record<string, HierarchyFinding['severity']>
export type HierarchyFault = keyof typeof HIERARCHY_FAULTS

/**
 * The usual faults of a hierarchy's rows (leaf first, then ever coarser), against the values of the data where they are
 * given. Never throws and never quotes a value: people find the place by row and level.
 */
export function lintHierarchy(rows: readonly (readonly string[])[], data?: Iterable<string>): HierarchyFinding[] {
  const findings: HierarchyFinding[] = []
  const add = (code: HierarchyFault, message: string, where: { rows?: number[]; level?: number } = {}) => {
    if (where.rows?.length === 0) return
    findings.push({
      code,
      severity: HIERARCHY_FAULTS[code],
      message,
      ...(where.rows && { rows: where.rows.slice(0, 5) }),
      ...(where.level !== undefined && { level: where.level }),
    })
  }
  const width = rows[0]?.length ?? 0
  if (width === 0) {
    add('EMPTY', 'the hierarchy is empty')
    return findings
  }
  add('RAGGED', `rows do not have ${width} columns`, { rows: rowsWhere(rows, (row) => row.length !== width) })
  if (findings.length > 0) return findings
  lintLeaves(rows, add)
  lintLevels(rows, width, add)
  lintBorders(rows, width, add)
  if (data !== undefined) lintData(rows, data, add)
  return findings
}

type Add = (code: HierarchyFault, message: string, where?: { rows?: number[]; level?: number }) => void

function lintLeaves(rows: readonly (readonly string[])[], add: Add): void {
  const first = new Map<string, number>()
  const forms = new Map<string, string>()
  const twice: number[] = []
  const conflicting: number[] = []
  const twins: number[] = []
  for (const [i, row] of rows.entries()) {
    const leaf = row[0] ?? ''
    const known = first.get(leaf)
    if (known === undefined) first.set(leaf, i)
    else (row.join('\0') === rows[known]!.join('\0') ? twice : conflicting).push(i + 1)
    const form = leaf.normalize('NFC').trim()
    const other = forms.get(form)
    if (other === undefined) forms.set(form, leaf)
    else if (other !== leaf) twins.push(i + 1)
  }
  add('DUPLICATE_LEAF', 'leaves stand twice', { rows: twice })
  add('CONFLICTING_LEAF', 'leaves stand twice with different values', { rows: conflicting })
  add('NORMAL_FORMS', 'leaves differ only in their Unicode form or in spaces around them', { rows: twins })
  add('OUTER_SPACE', 'values begin or end with a space', {
    rows: rowsWhere(rows, (row) => row.some((value) => value !== value.trim())),
  })
  add('LITERAL_STAR', 'a leaf is "*", which is also what a suppressed cell shows', {
    rows: rowsWhere(rows, (row) => row[0] === TOP),
  })
}

function lintLevels(rows: readonly (readonly string[])[], width: number, add: Add): void {
  const seenAt = new Map<string, number>()
  for (let level = 0; level < width; level++) {
    const values = new Set(rows.map((row) => row[level] ?? ''))
    if (level === width - 1 && values.size > 1)
      add('NO_TOP', 'the last level has several values, so a level "*" is put on top', { level })
    if (level > 0) {
      const parts = new Map<string, string>()
      const parted = rowsWhere(rows, (row) => {
        const below = row[level - 1] ?? ''
        const known = parts.get(below)
        if (known === undefined) parts.set(below, row[level] ?? '')
        return known !== undefined && known !== (row[level] ?? '')
      })
      add('NOT_COARSER', 'values that were one at the level below part again here (a value with two parents)', {
        rows: parted,
        level,
      })
      const before = new Set(rows.map((row) => row[level - 1] ?? ''))
      if (parted.length === 0 && before.size === values.size && values.size > 1)
        add('SAME_LEVEL', 'the level makes no fewer values than the one below', { level })
      if (level > 1 && values.size === 1 && before.size === 1)
        add('SAME_LEVEL', 'the level below holds a single value already', { level })
      add(
        'LEAF_ABOVE',
        'a value stands at a level and, for other leaves, at a lower one: a circle, or a wrong column',
        {
          rows: rowsWhere(rows, (row) => {
            const lower = seenAt.get(row[level] ?? '')
            return (
              row[level] !== TOP &&
              lower !== undefined &&
              lower < level &&
              !row.slice(0, level).includes(row[level] ?? '')
            )
          }),
          level,
        },
      )
    }
    for (const value of values) if (!seenAt.has(value)) seenAt.set(value, level)
  }
  if (width === 2 && rows.length > 20)
    add('SINGLE_STEP', 'there is nothing between the leaves and the top: one step loses everything')
}

/** `20-24`, `[20, 25[`: a number outside of the range its own row puts it into is off by one somewhere. */
function lintBorders(rows: readonly (readonly string[])[], width: number, add: Add): void {
  for (let level = 1; level < width; level++)
    add('OFF_BY_ONE', 'numbers lie outside of the range of their row', {
      rows: rowsWhere(rows, (row) => {
        const number = /^-?\d+(\.\d+)?$/.test(row[0] ?? '') ? Number(row[0]) : undefined
        const range = RANGE.exec(row[level] ?? '')
        return number !== undefined && range !== null && (number < Number(range[1]) || number > Number(range[2]))
      }),
      level,
    })
}
const RANGE = /^[[(\]]?(-?\d+(?:\.\d+)?)\s*(?:-|–|,|;|\.\.)\s*(-?\d+(?:\.\d+)?)[\])[]?$/

function lintData(rows: readonly (readonly string[])[], data: Iterable<string>, add: Add): void {
  const leaves = new Set(rows.map((row) => row[0] ?? ''))
  const used = new Set<string>()
  let missing = 0
  let stars = 0
  let forms = 0
  const known = new Set([...leaves].map((leaf) => leaf.normalize('NFC').trim()))
  for (const value of new Set(data)) {
    if (value === TOP) stars++
    const leaf = leaves.has(value) ? value : value.trim()
    if (leaves.has(leaf)) used.add(leaf)
    else {
      missing++
      if (known.has(value.normalize('NFC').trim())) forms++
    }
  }
  if (missing > 0) add('MISSING_LEAF', `${missing} values of the data are no leaf of the hierarchy`)
  if (forms > 0) add('NORMAL_FORMS', `${forms} values of the data differ from a leaf only in their Unicode form`)
  if (stars > 0) add('LITERAL_STAR', 'the data holds "*", which is also what a suppressed cell shows')
  const unused = rowsWhere(rows, (row) => !used.has(row[0] ?? ''))
  add('UNUSED_LEAF', `${unused.length} leaves do not occur in the data`, { rows: unused })
}

function rowsWhere(rows: readonly (readonly string[])[], wrong: (row: readonly string[]) => boolean): number[] {
  const found: number[] = []
  for (const [i, row] of rows.entries()) if (wrong(row)) found.push(i + 1)
  return found
}
