import { Kind, type Edit, type Values } from '../../record/batch.ts'
import type { FieldNode } from '../../record/field-node.ts'
import { arrayToJson, jsonToArray } from './array-literal.ts'
import { BlockFault } from './format.ts'
import type { CellDocument, InnerDocuments } from './cell-document.ts'
import { joinTexts, splitTexts } from './joined-texts.ts'
import { spliceJson } from './json-splice.ts'
import { finishWalk, newWalk, walkInto, type Walk } from './json-walk.ts'

/**
 * Cells that are one JSON value each, or one array as PostgreSQL writes it: the value is the cell's own field, unless it is
 * an object or an array whose places have rules. A cell without a value is null where a rule is about the whole of it.
 */
export function innerValues(
  kind: 'value' | 'array',
  node: FieldNode,
  documents: readonly CellDocument[],
): InnerDocuments {
  const { block, starts, ends } = joinTexts(documents.map((cell) => jsonOf(kind, cell)))
  const keep = new Uint8Array(documents.length).fill(1)
  const walk = newWalk(block, node)
  documents.forEach(({ row, element }, d) => {
    walk.element = element
    walkInto(walk, starts[d]!, ends[d]! - 1, row)
  })
  const batch = finishWalk(walk, documents.length)
  const whole = batch.columns[node.column]
  // A column of arrays holds nothing else.
  if (whole && kind === 'array') batch.columns[node.column] = { ...whole, typed: Kind.container }
  return {
    batch,
    splice(edits, removed) {
      const inside = edits.filter(({ column }) => column !== node.column)
      const gone = new Set([...removed].filter((column) => column !== node.column))
      const written = splitTexts(spliceJson(block, walk, starts, ends, inside, keep, gone))
      const whole = wholeValues(walk, node.column, edits, removed)
      return written.map((json, d) => {
        const own = whole.has(d) ? whole.get(d)! : documents[d]!.text === null ? null : json
        return own === null || kind === 'value' ? own : jsonToArray(own)
      })
    },
  }
}

function jsonOf(kind: 'value' | 'array', { text, row }: CellDocument): string {
  if (text === null) return 'null'
  const json = kind === 'value' ? text : arrayToJson(text)
  if (json === undefined)
    throw new BlockFault('INPUT_VALUE', 'a cell is not written as an array', row, 0, [
      'an array is {a,"b c",NULL}, as PostgreSQL writes it',
    ])
  return json
}

/** What became of documents that are one cell, by their number, as JSON; null: nothing is left in the cell. */
function wholeValues(
  { cells, firstCell }: Walk,
  column: number,
  edits: readonly Edit[],
  removed: ReadonlySet<number>,
): Map<number, string | null> {
  const values = edits.find((edit) => edit.column === column)?.values
  const whole = new Map<number, string | null>()
  if (!values && !removed.has(column)) return whole
  let index = 0
  for (let d = 0; d + 1 < firstCell.length; d++)
    for (let cell = firstCell[d]!; cell < firstCell[d + 1]!; cell++) {
      if (cells.column[cell] !== column) continue
      // What is no member of anything stands in no group.
      if (cells.group[cell] === 0) whole.set(d, values && !removed.has(column) ? jsonValue(values, index) : null)
      index++
    }
  return whole
}

function jsonValue({ text, kind }: Values, index: number): string | null {
  const value = text[index]!
  switch (kind[index]) {
    case Kind.null:
    case Kind.absent:
      return null
    case Kind.string:
      return JSON.stringify(value)
    default:
      return value
  }
}
