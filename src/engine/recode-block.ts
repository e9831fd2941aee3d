import type { Recoder } from '../anonymity/recoder.ts'
import { BlockFault } from '../io/formats/format.ts'
import { Kind, type Batch, type Edit, type Values } from '../record/batch.ts'
import { isMixed, recordValues } from './record-values.ts'
import type { Receipt } from './task.ts'

/**
 * Gives the quasi-identifiers of a block the values that the plan has for their combination, and takes suppressed records
 * away, and those that wait for a later release. `edits`: what the rules made of the block; grows by the columns that no
 * rule touched. A combination that the
 * profile did not see means that the input is another one.
 */
export function recodeBlock(
  recoder: Recoder,
  batch: Batch,
  edits: Edit[],
  fields: Receipt['fields'],
  keep: Uint8Array,
  isHeld: (row: number, entry: number) => boolean = () => false,
): void {
  const columns = recoder.fields.map(({ path }) => {
    const c = batch.columns.findIndex((column) => column?.path === path)
    const column = batch.columns[c]
    const values: Values | undefined = edits.find((e) => e.column === c)?.values ?? (column && copyOf(column))
    if (column && !edits.some((e) => e.column === c)) edits.push({ column: c, values: values! })
    return { values, path, given: recordValues(column, values, batch.records, keep) }
  })
  const leafOf = columns.map(({ given }, q) => Int32Array.from([null, ...given.texts], (text) => recoder.leaf(q, text)))
  const leaves = new Uint32Array(columns.length)
  for (let row = 0; row < batch.records; row++) {
    if (keep[row] === 0) continue
    for (let q = 0; q < leaves.length; q++) {
      const leaf = leafOf[q]![columns[q]!.given.numbers[row]!]!
      if (leaf < 0) throw unseen(row)
      leaves[q] = leaf
    }
    const entry = recoder.entry(leaves)
    if (entry === undefined) throw unseen(row)
    const node = recoder.node(entry)
    if (node < 0 || isHeld(row, entry)) {
      keep[row] = 0
      continue
    }
    for (let q = 0; q < leaves.length; q++) {
      const { values, path, given } = columns[q]!
      const cell = given.cells[row]!
      const level = recoder.level(node, q)
      if (cell < 0) continue
      const before = values!.kind[cell]
      const text = values!.text[cell]
      write(recoder, q, level, leaves[q]!, values!, cell)
      if (values!.kind[cell] !== before || values!.text[cell] !== text) fields[path]!.changed++
    }
  }
}

function write(recoder: Recoder, q: number, level: number, leaf: number, values: Values, cell: number): void {
  const { kinds, absent, nullLeaf, levels } = recoder.fields[q]!
  const top = level > 0 && level === levels - 1
  // Null is a category of its own below the top, however it was spelt. At the top all are alike: where some records have
  // nothing to write into, nobody has.
  if ((leaf === nullLeaf && !top) || (top && absent)) {
    values.kind[cell] = Kind.null
    values.text[cell] = ''
    return
  }
  values.text[cell] = recoder.text(q, level, leaf)
  if (level > 0 || isMixed(kinds)) values.kind[cell] = Kind.string
}

function copyOf({ text, kind }: Values): Values {
  return { text: text.slice(), kind: kind.slice() }
}

function unseen(row: number): BlockFault {
  return new BlockFault(
    'INPUT_CHANGED',
    'a record has quasi-identifiers that the plan was not made for, so the input is not the one that was profiled',
    row,
    0,
    ['run again when nobody writes to the input; nothing was published'],
  )
}
