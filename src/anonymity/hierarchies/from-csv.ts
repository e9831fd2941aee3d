import { parseSideTable } from '../../transforms/side-table.ts'
import { createHierarchy, type Hierarchy } from '../hierarchy.ts'

/**
 * A hierarchy from a table in ARX's layout: one row a leaf, `leaf;coarser;…;coarsest`, no header; `;` or `,`, double
 * quotes. Throws POLICY_INVALID like `parseSideTable` and `createHierarchy`.
 */
export function hierarchyFromCsv(text: string): Hierarchy {
  return createHierarchy(parseSideTable(text, undefined))
}

/** The table of a hierarchy, `;` between the columns, one row a leaf; null has no row. */
export function hierarchyToCsv({ levels, leafIds }: Hierarchy): string {
  let text = ''
  for (const leaf of leafIds.values())
    text += `${levels.map(({ values, ofLeaf }) => quoted(values[ofLeaf[leaf]!]!)).join(';')}\n`
  return text
}

function quoted(text: string): string {
  return /[;,"\r\n]|^\s|\s$|^$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
