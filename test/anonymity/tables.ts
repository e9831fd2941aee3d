import { createClassTable, type ClassCounts } from '../../src/anonymity/class-table.ts'
import { flatHierarchy } from '../../src/anonymity/hierarchies/flat.ts'
import { createHierarchy, type Hierarchy } from '../../src/anonymity/hierarchy.ts'

/** A table of texts as counts; leaves are numbered in the order of first appearance. */
export function countsOf(
  rows: readonly (readonly string[])[],
  quasi: readonly number[],
  sensitive: readonly number[] = [],
): { counts: ClassCounts; values: string[][] } {
  const columns = [...quasi, ...sensitive]
  const values = columns.map((c) => [...new Set(rows.map((row) => row[c]!))])
  const sizes = values.map((texts) => texts.length)
  const table = createClassTable({ leaves: sizes.slice(0, quasi.length), sensitive: sizes.slice(quasi.length) })
  for (const row of rows) {
    const numbers = columns.map((c, i) => values[i]!.indexOf(row[c]!))
    table.addRow(numbers.slice(0, quasi.length), numbers.slice(quasi.length))
  }
  return { counts: table.counts(), values }
}

/** A hierarchy over the numbers below `leaves`: pairs, then fours, and so on. */
export function binaryHierarchy(leaves: number): Hierarchy {
  if (leaves === 1) return flatHierarchy(['0'])
  const levels = Math.ceil(Math.log2(leaves))
  return createHierarchy(
    Array.from({ length: leaves }, (_, leaf) =>
      Array.from({ length: levels + 1 }, (_, level) => (level === levels ? '*' : `${level}:${leaf >> level}`)),
    ),
  )
}
