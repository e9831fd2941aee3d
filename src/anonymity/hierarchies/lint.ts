import type { SideTable } from '../../transforms/side-table.ts'
import { HIERARCHY_FAULTS, rowsWhere, type AddFault, type HierarchyFinding } from './finding.ts'
import { lintBorders } from './lint-borders.ts'
import { lintData } from './lint-data.ts'
import { lintLeaves } from './lint-leaves.ts'
import { lintLevels } from './lint-levels.ts'

/**
 * The usual faults of a hierarchy's table (leaf first, then ever coarser), against the values of the data where they are
 * given. Never throws and never quotes a value: people find the place by line and column.
 */
export function lintHierarchy(table: SideTable, data?: Iterable<string>): HierarchyFinding[] {
  const findings: HierarchyFinding[] = []
  let { rows, lines } = table
  const add: AddFault = (code, message, { rows: places, level, hint } = {}) => {
    if (places?.length === 0) return
    findings.push({
      code,
      severity: HIERARCHY_FAULTS[code],
      message,
      ...(hint !== undefined && { hint }),
      ...(places && { lines: places.map((row) => lines[row]!) }),
      ...(level !== undefined && { level }),
    })
  }
  const width = rows[0]?.length ?? 0
  if (width === 0) {
    add('EMPTY', 'the hierarchy is empty', { hint: 'a hierarchy has a line for each leaf: leaf;coarser;…;*' })
    return findings
  }
  if (width === 1 && rows.every(([cell]) => /[\t|:]/.test(cell!)))
    add('SEPARATOR', 'there is one column only', { hint: 'columns are separated by ";" or ","' })
  add('RAGGED', `the row does not have ${width} columns, as the first one has`, {
    rows: rowsWhere(rows, (row) => row.length !== width),
    hint: 'every leaf needs a value at every level: repeat the last one where a branch is shorter; text with a separator in it stands in double quotes',
  })
  // What is wrong with the others is said too; a leaf of a ragged row is there all the same.
  const ragged = new Set(rows.flatMap((row) => (row.length === width ? [] : [row[0]!])))
  const whole = rowsWhere(rows, (row) => row.length === width)
  lines = whole.map((row) => lines[row]!)
  rows = whole.map((row) => rows[row]!)
  lintLeaves(rows, add)
  lintLevels(rows, width, add)
  lintBorders(rows, width, add)
  if (data !== undefined) lintData(rows, ragged.size === 0 ? data : [...data].filter((text) => !ragged.has(text)), add)
  return findings
}
