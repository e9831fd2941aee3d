import { TOP } from '../hierarchy.ts'
import { rowsWhere, type AddFault } from './finding.ts'

/** A field of more different values is nearly an identifier, and its hierarchy is one that nobody reads. */
const MANY = 100_000

/** Each leaf stands once, and is written as the data will be. */
export function lintLeaves(rows: readonly (readonly string[])[], add: AddFault): void {
  const first = new Map<string, number>()
  const twice: number[] = []
  const conflicting: number[] = []
  for (const [i, row] of rows.entries()) {
    const known = first.get(row[0]!)
    if (known === undefined) first.set(row[0]!, i)
    else (row.every((value, level) => value === rows[known]![level]) ? twice : conflicting).push(i)
  }
  if (rows.length > 1 && isHeader(rows))
    add('HEADER', 'the first row looks like a header, and a hierarchy has none', {
      rows: [0],
      hint: 'delete the line: it is taken for a leaf',
    })
  add('DUPLICATE_LEAF', 'the leaf stands twice', { rows: twice })
  add('CONFLICTING_LEAF', 'the leaf stands twice, with other values above it', {
    rows: conflicting,
    hint: 'keep one row for each leaf',
  })
  add('OUTER_SPACE', 'a value begins or ends with a space', {
    rows: rowsWhere(rows, (row) => row.some((value) => value !== value.trim())),
  })
  add('EMPTY_VALUE', 'there is nothing above the leaf at a level', {
    rows: rowsWhere(rows, (row) => row.slice(1).some((value) => value.trim() === '')),
    hint: 'repeat the value below it, or write "*"',
  })
  add('LITERAL_STAR', 'the leaf is "*", which is also what a suppressed cell shows', {
    rows: rowsWhere(rows, (row) => row[0] === TOP),
  })
  if (first.size > MANY)
    add('MANY_LEAVES', `there are ${first.size} leaves: a field with so many values is nearly an identifier`, {
      hint: 'make the values coarser first, or build the levels: intervals, dates, prefix',
    })
}

/** The only row whose leaf is no number. */
function isHeader(rows: readonly (readonly string[])[]): boolean {
  const isNumber = (row: readonly string[]) => /^\s*-?\d+([.,]\d+)?\s*$/.test(row[0]!)
  return !isNumber(rows[0]!) && /\p{L}/u.test(rows[0]![0]!) && rows.slice(1).every(isNumber)
}
