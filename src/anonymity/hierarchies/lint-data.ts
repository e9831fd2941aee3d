import { TOP } from '../hierarchy.ts'
import { rowsWhere, type AddFault } from './finding.ts'

/** Every value of the data is a leaf. Values are counted, never named: they are not the hierarchy's. */
export function lintData(rows: readonly (readonly string[])[], data: Iterable<string>, add: AddFault): void {
  const leaves = new Set(rows.map((row) => row[0]!))
  const used = new Set<string>()
  const missing: string[] = []
  let values = 0
  let stars = 0
  for (const value of new Set(data)) {
    values++
    if (value === TOP) stars++
    const leaf = leaves.has(value) ? value : value.trim()
    if (leaves.has(leaf)) used.add(leaf)
    else missing.push(value)
  }
  if (missing.length > 0)
    add('MISSING_LEAF', `${missing.length} of ${values} different values of the data are no leaf of the hierarchy`, {
      hint: whyMissing(missing, [...leaves]),
    })
  if (stars > 0) add('LITERAL_STAR', 'the data hold "*", which is also what a suppressed cell shows')
  const unused = rowsWhere(rows, (row) => !used.has(row[0]!))
  if (unused.length > 0) add('UNUSED_LEAF', `${unused.length} of ${leaves.size} leaves do not occur in the data`)
}

function whyMissing(missing: readonly string[], leaves: readonly string[]): string {
  const spelt = new Set(leaves.map(form))
  const loose = new Set(leaves.map((leaf) => form(leaf).toLowerCase()))
  const known = new Set(leaves.filter((leaf) => NUMBER.test(leaf.trim())).map(Number))
  let [forms, capitals, numbers] = [0, 0, 0]
  for (const value of missing)
    if (spelt.has(form(value))) forms++
    else if (loose.has(form(value).toLowerCase())) capitals++
    else if (NUMBER.test(value.trim()) && known.has(Number(value))) numbers++
  const near = [
    forms > 0 && `${forms} differ from a leaf only in their Unicode form or in spaces`,
    capitals > 0 && `${capitals} only in capitals`,
    numbers > 0 && `${numbers} are the number of a leaf, written in another way (1 and 1.0)`,
  ].filter((part) => part !== false)
  return near.length > 0
    ? near.join('; ')
    : 'add a row for each of them, or make null of what has no meaning: perde hierarchy build writes the rows of a column'
}

function form(text: string): string {
  return text.normalize('NFC').trim().replace(/\s+/g, ' ')
}

const NUMBER = /^-?\d+(\.\d+)?$/
