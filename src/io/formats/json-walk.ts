import { Kind, type Batch } from '../../record/batch.ts'
import type { FieldNode } from '../../record/field-node.ts'
import { ownBytes } from '../../record/own-bytes.ts'
import { BlockFault } from './format.ts'
import { batchOf, type FoundColumn } from './found-cells.ts'
import { fault, scanScalar, scanString, skipSpace, stringAt, type Cursor } from './json-scalars.ts'
import { SILENT } from './silent-node.ts'
import { textSource } from './slices.ts'

/**
 * Walks JSON objects (RFC 8259) in a block and notes the cells that the plan asks for, by offset. Strict: what
 * JSON.parse refuses is refused here, and duplicate keys and deep nesting too. No value is built but the cells.
 */

/** Deeper than any table needs, far from the end of the stack. */
export const MOST_DEPTH = 200

/** One found cell: everything the splicer needs to write it anew or take it out. */
export interface CellTable {
  /** column of cell i, in the order of the bytes */
  column: number[]
  start: number[]
  end: number[]
  /** start of the member (its key) or of the element */
  memberStart: number[]
  /** offset of the comma before and after the member; -1: none */
  commaBefore: number[]
  commaAfter: number[]
  /** which object or array the member is in, and its place there */
  group: number[]
  ordinal: number[]
}

export interface Walk extends Cursor {
  shape: Shape
  /** objects and arrays seen so far: the number of the group */
  groups: number
  cells: CellTable
  columns: (FoundColumn | undefined)[]
  /** number of the element of the outermost list that the walk is in; -1: in none */
  element: number
  /** cells of each record: [firstCell[r], firstCell[r + 1]) */
  firstCell: number[]
}

/** Keys met in objects at one node, in the order in which they were met: the next record mostly has the same. */
interface Shape {
  node: FieldNode
  inOrder: Key[]
  byName: Map<string, Key>
  element: Shape | undefined
}

interface Key {
  bytes: Uint8Array
  shape: Shape
  /** group in which the key was last seen: a second time in the same one is a duplicate */
  seen: number
}

export function newWalk(block: Uint8Array, root: FieldNode): Walk {
  return {
    block,
    source: textSource(block),
    shape: shapeOf(root),
    at: 0,
    end: 0,
    row: 0,
    groups: 0,
    cells: { column: [], start: [], end: [], memberStart: [], commaBefore: [], commaAfter: [], group: [], ordinal: [] },
    columns: [],
    element: -1,
    firstCell: [],
    escaped: false,
  }
}

/** Reads the record that is all of [start, end). Throws BlockFault INPUT_JSON* or what the node throws. */
export function walkRecord(walk: Walk, start: number, end: number, row: number): void {
  walk.at = start
  walk.end = end
  walkNext(walk, row)
  skipSpace(walk)
  if (walk.at < end) throw fault(walk, 'text stands behind the record')
}

/** Reads the record that begins at `walk.at` or after white space; then `walk.at` is behind it. */
export function walkNext(walk: Walk, row: number): void {
  walk.row = row
  walk.firstCell.push(walk.cells.column.length)
  skipSpace(walk)
  if (walk.block[walk.at] !== 0x7b) throw fault(walk, 'a record is not a JSON object')
  walkObject(walk, walk.shape, 1)
}

/** Reads the one value, of whatever kind, that is all of [start, end): a cell that holds a document. */
export function walkInto(walk: Walk, start: number, end: number, row: number): void {
  walk.at = start
  walk.end = end
  walk.row = row
  walk.firstCell.push(walk.cells.column.length)
  skipSpace(walk)
  // A value at the top is no member of anything: its number is left without a place among others.
  const cell = walkValue(walk, walk.shape, 0)
  if (cell >= 0) note(walk.cells, cell, walk.cells.start[cell]!, -1, -1, 0, 0)
  skipSpace(walk)
  if (walk.at < end) throw fault(walk, 'text stands behind the value')
}

/** Reads a document that is one object or one array. */
export function walkDocument(walk: Walk, end: number): void {
  walk.end = end
  walk.firstCell.push(walk.cells.column.length)
  skipSpace(walk)
  const c = walk.block[walk.at]
  if (c !== 0x7b && c !== 0x5b) throw fault(walk, 'a document is no JSON object or array')
  walkValue(walk, walk.shape, 0)
  skipSpace(walk)
  if (walk.at < end) throw fault(walk, 'text stands behind the document')
}

export function finishWalk(walk: Walk, records: number): Batch {
  walk.firstCell.push(walk.cells.column.length)
  return batchOf(walk.columns, records)
}

function shapeOf(node: FieldNode): Shape {
  return { node, inOrder: [], byName: new Map(), element: undefined }
}

function walkObject(walk: Walk, shape: Shape, depth: number): void {
  if (depth > MOST_DEPTH) throw fault(walk, `nesting is deeper than ${MOST_DEPTH}`, 'INPUT_JSON_DEPTH')
  const { block } = walk
  const group = ++walk.groups
  walk.at++
  skipSpace(walk)
  if (block[walk.at] === 0x7d) {
    walk.at++
    return
  }
  let comma = -1
  for (let ordinal = 0; ; ordinal++) {
    const memberStart = walk.at
    const key = readKey(walk, shape, ordinal)
    if (key.seen === group)
      throw new BlockFault('INPUT_JSON_DUPLICATE_KEY', 'a key stands twice in one object', walk.row, memberStart, [
        'readers disagree about which value counts; keep one',
      ])
    key.seen = group
    skipSpace(walk)
    if (block[walk.at] !== 0x3a) throw fault(walk, 'expected ":"')
    walk.at++
    skipSpace(walk)
    const cell = walkValue(walk, key.shape, depth)
    skipSpace(walk)
    const c = block[walk.at]
    if (c !== 0x2c && c !== 0x7d) throw fault(walk, 'expected "," or "}"')
    if (cell >= 0) note(walk.cells, cell, memberStart, comma, c === 0x2c ? walk.at : -1, group, ordinal)
    comma = walk.at++
    if (c === 0x7d) return
    skipSpace(walk)
  }
}

function walkArray(walk: Walk, shape: Shape, depth: number): void {
  if (depth > MOST_DEPTH) throw fault(walk, `nesting is deeper than ${MOST_DEPTH}`, 'INPUT_JSON_DEPTH')
  const { block } = walk
  const group = ++walk.groups
  walk.at++
  skipSpace(walk)
  if (block[walk.at] === 0x5d) {
    walk.at++
    return
  }
  const element = (shape.element ??= shapeOf(shape.node.element()))
  const outermost = walk.element < 0
  let comma = -1
  for (let ordinal = 0; ; ordinal++) {
    const memberStart = walk.at
    if (outermost) walk.element = ordinal
    const cell = walkValue(walk, element, depth)
    skipSpace(walk)
    const c = block[walk.at]
    if (c !== 0x2c && c !== 0x5d) throw fault(walk, 'expected "," or "]"')
    if (cell >= 0) note(walk.cells, cell, memberStart, comma, c === 0x2c ? walk.at : -1, group, ordinal)
    comma = walk.at++
    if (c === 0x5d) {
      if (outermost) walk.element = -1
      return
    }
    skipSpace(walk)
  }
}

function note(
  cells: CellTable,
  cell: number,
  memberStart: number,
  before: number,
  after: number,
  group: number,
  ordinal: number,
): void {
  cells.memberStart[cell] = memberStart
  cells.commaBefore[cell] = before
  cells.commaAfter[cell] = after
  cells.group[cell] = group
  cells.ordinal[cell] = ordinal
}

/** Walks one value; returns the number of its cell, or -1 where nobody asked for it. */
function walkValue(walk: Walk, shape: Shape, depth: number): number {
  const { block } = walk
  const { node } = shape
  const start = walk.at
  const c = block[start]
  if (c === 0x7b || c === 0x5b) {
    if (node.whole === 'no') {
      if (c === 0x7b) walkObject(walk, shape, depth + 1)
      else walkArray(walk, shape, depth + 1)
      return -1
    }
    // The cell's number comes first: cells stand in the order of their first byte.
    node.meet(Kind.container)
    const cell = newCell(walk, node, Kind.container, start)
    const inside = node.whole === 'open' ? shape : shapeOf(SILENT)
    if (c === 0x7b) walkObject(walk, inside, depth + 1)
    else walkArray(walk, inside, depth + 1)
    fillCell(walk, node, cell, walk.source.utf8Slice(start, walk.at))
    return cell
  }
  const kind = scanScalar(walk, c)
  node.meet(kind)
  if (node.column < 0) return -1
  const cell = newCell(walk, node, kind, start)
  fillCell(
    walk,
    node,
    cell,
    kind === Kind.null
      ? ''
      : kind === Kind.string
        ? stringAt(walk, start, walk.at)
        : walk.source.latin1Slice(start, walk.at),
  )
  return cell
}

function newCell(walk: Walk, node: FieldNode, kind: Kind, start: number): number {
  const cell = walk.cells.column.length
  walk.cells.column.push(node.column)
  walk.cells.start.push(start)
  walk.cells.end.push(start)
  const column = (walk.columns[node.column] ??= { path: node.path, text: [], kinds: [], rows: [], elements: [] })
  column.kinds.push(kind)
  column.rows.push(walk.row)
  if (walk.element >= 0) column.elements.push(walk.element)
  return cell
}

function fillCell(walk: Walk, node: FieldNode, cell: number, text: string): void {
  walk.cells.end[cell] = walk.at
  walk.columns[node.column]!.text.push(text)
}

/** The key at `at` and the colon's left side; the same order of keys as in the record before needs no decoding. */
function readKey(walk: Walk, shape: Shape, ordinal: number): Key {
  const { block, at } = walk
  if (block[at] !== 0x22) throw fault(walk, 'expected a key in quotes')
  const expected = shape.inOrder[ordinal]
  if (expected && startsWith(block, at, expected.bytes)) {
    walk.at = at + expected.bytes.length
    return expected
  }
  scanString(walk)
  const name = stringAt(walk, at, walk.at)
  let key = shape.byName.get(name)
  if (!key) {
    const child = shape.node.child(name)
    key = {
      bytes: ownBytes(block.subarray(at, walk.at)),
      shape: child === shape.node ? { ...shapeOf(child) } : shapeOf(child),
      seen: 0,
    }
    shape.byName.set(name, key)
  }
  shape.inOrder[ordinal] = key
  return key
}

function startsWith(block: Uint8Array, at: number, bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if (block[at + i] !== bytes[i]) return false
  return true
}
