import { PerdeError } from '../../errors.ts'
import { readSideTable } from '../../transforms/side-table.ts'
import { createHierarchy, type Hierarchy } from '../hierarchy.ts'
import { lintHierarchy } from './lint.ts'

/**
 * A hierarchy from a table in ARX's layout: one row a leaf, `leaf;coarser;…;coarsest`, no header; `;` or `,`, double
 * quotes. Throws POLICY_INVALID, with the line, for a table that is none and for the first error that the linter finds.
 */
export function hierarchyFromCsv(text: string): Hierarchy {
  const table = readSideTable(text)
  const errors = lintHierarchy(table).filter(({ severity }) => severity === 'error')
  const [first] = errors
  if (first)
    throw new PerdeError('POLICY_INVALID', `a hierarchy is not in order: ${first.message}`, {
      hints: [
        ...(first.hint === undefined ? [] : [first.hint]),
        'perde hierarchy lint FILE lists everything that is wrong',
      ],
      ...(first.lines && { where: { line: first.lines[0]! } }),
      facts: { faults: errors.map(({ code }) => code) },
    })
  return createHierarchy(table.rows)
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
