import type { Recoder } from '../../anonymity/recoder.ts'
import { BlockFault } from '../../io/formats/format.ts'
import { Kind, type Batch, type CodedTexts, type Edit, type Values } from '../../record/batch.ts'
import { keptRows } from './kept-rows.ts'
import { isMixed, recordValues, type RecordValues } from './record-values.ts'
import type { Receipt } from '../wire/task.ts'

/**
 * Gives the quasi-identifiers of a block the values that the plan has for their combination, and takes suppressed records
 * away, and those that wait for a later release. `edits`: what the rules made of the block; grows by the columns that no
 * rule touched. A combination that the profile did not see means that the input is another one.
 */
export function recodeBlock(
  recoder: Recoder,
  batch: Batch,
  edits: Edit[],
  fields: Receipt['fields'],
  keep: Uint8Array,
  isHeld: (row: number, entry: number) => boolean = () => false,
): void {
  const given = recoder.fields.map(({ path }, q): Given => {
    const column = batch.columns.findIndex((c) => c?.path === path)
    const values = edits.find((e) => e.column === column)?.values ?? batch.columns[column]
    const found = recordValues(batch.columns[column], values, batch.records, keep)
    return { column, values, found, leaves: Int32Array.from([null, ...found.texts], (text) => recoder.leaf(q, text)) }
  })
  const nodes = nodesOf(recoder, given, batch.records, keep, isHeld)
  for (const [q, { column, values, found, leaves }] of given.entries()) {
    if (!values) continue
    const recoded = recode(recoder, q, { values, found, leaves }, nodes, keep)
    fields[recoder.fields[q]!.path]!.changed += recoded.changed
    const edit = edits.find((e) => e.column === column)
    if (edit) Object.assign(edit, { values: recoded.values, alike: true })
    else edits.push({ column, values: recoded.values, alike: true })
  }
}

/** A quasi-identifier in a block. */
interface Given {
  column: number
  /** what the rules made of it; undefined: no record of the block has it */
  values: Values | undefined
  found: RecordValues
  /** leaf of each number of `found`, -1: none */
  leaves: Int32Array
}

/** By record: number of its node. Takes the suppressed ones away, and those that wait. */
function nodesOf(
  recoder: Recoder,
  given: readonly Given[],
  records: number,
  keep: Uint8Array,
  isHeld: (row: number, entry: number) => boolean,
): Int32Array {
  const nodes = new Int32Array(records)
  const kept = keptRows(keep)
  const missing = new Uint8Array(kept.length)
  const entries = recoder.entries(
    given.map((own) => leavesOf(own, kept, missing)),
    kept.length,
  )
  for (let i = 0; i < kept.length; i++) {
    const row = kept[i]!
    const entry = entries[i]!
    if (missing[i] === 1 || entry < 0) throw unseen(row)
    const node = recoder.node(entry)
    if (node < 0 || isHeld(row, entry)) keep[row] = 0
    nodes[row] = node
  }
  return nodes
}

/** The leaf of each kept record in one column; `missing` becomes 1 where there is none. */
function leavesOf({ leaves, found: { numbers } }: Given, kept: Uint32Array, missing: Uint8Array): Uint32Array {
  const own = new Uint32Array(kept.length)
  for (let i = 0; i < kept.length; i++) {
    const leaf = leaves[numbers[kept[i]!]!]!
    if (leaf < 0) missing[i] = 1
    else own[i] = leaf
  }
  return own
}

/** The values of one column, and how many cells are others than before. What repeats is made once. */
function recode(
  recoder: Recoder,
  q: number,
  { values, found, leaves }: { values: Values; found: RecordValues; leaves: Int32Array },
  nodes: Int32Array,
  keep: Uint8Array,
): { values: Values; changed: number } {
  const text = values.text.slice()
  const kind = values.kind.slice()
  const coded: CodedTexts = { distinct: [], numbers: new Uint32Array(text.length) }
  const { kinds, levels, absent } = recoder.fields[q]!
  // Where some records lack the field those in which it is null lack it too: a reader tells the two apart.
  const none = absent ? Kind.absent : Kind.null
  // By level and value: 1 + number of the text, 0: not made yet.
  const made = new Uint32Array(levels * leaves.length)
  const isNull: boolean[] = []
  let changed = 0
  for (let row = 0; row < nodes.length; row++) {
    const cell = found.cells[row]!
    if (keep[row] === 0 || cell < 0) continue
    const level = recoder.level(nodes[row]!, q)
    const at = level * leaves.length + found.numbers[row]!
    if (made[at] === 0) {
      const value = recoder.value(q, level, leaves[found.numbers[row]!]!)
      isNull.push(value === null)
      made[at] = coded.distinct.push(value ?? '')
    }
    const number = made[at]! - 1
    const before = text[cell]!
    const kindBefore = kind[cell]!
    coded.numbers[cell] = number
    text[cell] = coded.distinct[number]!
    if (isNull[number]) kind[cell] = none
    else if (level > 0 || isMixed(kinds)) kind[cell] = Kind.string
    if (kind[cell] !== kindBefore || text[cell] !== before) changed++
  }
  return { values: { text, kind, coded }, changed }
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
