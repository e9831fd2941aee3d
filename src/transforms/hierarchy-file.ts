import { PerdeError } from '../errors.ts'
import { parseSideTable } from './side-table.ts'

/**
 * Leaf → its value at one level of a generalisation hierarchy in ARX's layout: one row a leaf, the leaf first, then ever
 * coarser values, no header. Level 0 is the leaf itself. Throws POLICY_INVALID where the table is not of that shape.
 */
export function readHierarchyLevel(text: string, level: number): Map<string, string> {
  const rows = parseSideTable(text, undefined)
  const levels = rows[0]!.length - 1
  if (level > levels) throw new PerdeError('POLICY_INVALID', `a hierarchy has levels 0 to ${levels}, not ${level}`)
  const byLeaf = new Map<string, string>()
  for (const [index, row] of rows.entries()) {
    const leaf = row[0]!.trim()
    const value = row[level]!.trim()
    if ((byLeaf.get(leaf) ?? value) !== value) {
      throw new PerdeError('POLICY_INVALID', `row ${index + 1} of a hierarchy gives a second value for a leaf`)
    }
    byLeaf.set(leaf, value)
  }
  return byLeaf
}
