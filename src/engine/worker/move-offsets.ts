import type { PlannedField } from '../../plan/plan.ts'
import { Kind, type Column, type Values } from '../../record/batch.ts'
import { createUnits, type Units } from '../../transforms/text-units.ts'
import { movedOffset } from '../../transforms/moves.ts'
import { faultAt, type FieldRun } from './bound-field.ts'

/** What is done to offsets: nothing of it is made up. */
type Moved = Omit<FieldRun, 'made'>

/** A column of texts, and what is written in its place. */
export interface MovedText {
  original: Column
  written: Values
}

/**
 * Offsets of label spans after their text was scrubbed. `given`: what the rule's own answers to null and empty made of
 * them. Sets keep to 0 where the rule says drop-record on an offset that cannot follow. Throws BlockFault INPUT_VALUE.
 */
export function moveOffsets(
  planned: PlannedField,
  offsets: Column,
  given: Moved,
  text: MovedText | undefined,
  keep: Uint8Array,
): Moved {
  const { values } = given
  let { changed, faults } = given
  const cellOf = text ? cellsByPlace(text.original) : () => undefined
  const follow = text && follower(text, planned.offsetIn!)
  for (let i = 0; i < values.text.length; i++) {
    const row = offsets.row[i]!
    const kind = values.kind[i]!
    if (keep[row] === 0 || kind === Kind.null || kind === Kind.absent || values.text[i] === '') continue
    const cell = cellOf(row, offsets.element?.[i] ?? -1)
    const value = values.text[i]!
    // What is no number is nobody's offset, whatever became of the text: it could be anything.
    const moved = !WHOLE.test(value) ? NO_OFFSET : cell === undefined ? { offset: value } : follow!(cell, value)
    if ('fault' in moved) {
      if (planned.onError === 'fail') throw faultAt(row, offsets.path, moved.fault)
      values.kind[i] = Kind.null
      values.text[i] = ''
      if (planned.onError === 'drop-record') keep[row] = 0
      faults++
    } else values.text[i] = String(moved.offset)
    if (cell !== undefined || 'fault' in moved) changed++
  }
  return { values, changed, faults }
}

/** The text of a record, or of the element of its list that the offset stands in. */
function cellsByPlace({ row, element }: Column): (row: number, element: number) => number | undefined {
  const cells = new Map<string, number>()
  for (let i = 0; i < row.length; i++) cells.set(`${row[i]!} ${element?.[i] ?? -1}`, i)
  return (wanted, inElement) => cells.get(`${wanted} ${element ? inElement : -1}`)
}

const WHOLE = /^\d{1,15}$/
const NO_OFFSET = { fault: 'the value is no offset into its text' }

function follower(
  { original, written }: MovedText,
  { edge, unit }: NonNullable<PlannedField['offsetIn']>,
): (cell: number, value: string) => { offset: number | string } | { fault: string } {
  // Spans of one text stand together.
  let known: { cell: number; before: Units; after: Units } | undefined
  return (cell, value) => {
    const [before, after] = [original.text[cell]!, written.text[cell]!]
    const moves = written.moves?.[cell]
    if (before === after && written.kind[cell] === original.kind[cell]) return { offset: value }
    if (!moves) return { fault: 'the text changed in a way that offsets cannot follow' }
    if (known?.cell !== cell) known = { cell, before: createUnits(before, unit), after: createUnits(after, unit) }
    const at = known.before.toUtf16(Number(value))
    if (at === undefined) return NO_OFFSET
    return { offset: known.after.fromUtf16(movedOffset(moves, at, edge)) }
  }
}
