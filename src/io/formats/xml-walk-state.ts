import type { Kind } from '../../record/batch.ts'
import type { FieldNode } from '../../record/field-node.ts'
import type { Part } from '../../record/path.ts'
import type { FoundColumn } from './found-cells.ts'
import { textSource } from './slices.ts'
import type { Form, XmlCells } from './xml-cells.ts'
import type { Mixed } from './xml-mixed.ts'
import type { XmlCursor } from './xml-scalars.ts'

/** What a walk over elements knows: where it is, what it met, and the cells that it noted. */
export interface XmlWalk extends XmlCursor {
  shape: Shape
  /** elements seen so far */
  groups: number
  cells: XmlCells
  columns: (FoundColumn | undefined)[]
  /** number of the element of the outermost list that the walk is in; -1: in none */
  element: number
  /** cells of each record: [firstCell[r], firstCell[r + 1]) */
  firstCell: number[]
  /** outermost mixed contents, in their order */
  mixed: Mixed[]
  /** attributes of the tag that was read last */
  attributes: Attribute[]
  /** told of every namespace that is declared in an element */
  declared(node: FieldNode, namespace: string): void
}

/** One of a tag, as it stands there. */
export interface Attribute {
  /** undefined: a declaration of a namespace, which is no value */
  node: FieldNode | undefined
  /** from the white space in front to behind the closing quote */
  from: number
  valueStart: number
  valueEnd: number
  written: boolean
}

/** What was met in elements at one node: the next record mostly has the same, in the same order. */
export interface Shape {
  node: FieldNode
  inOrder: Key[]
  byName: Map<string, Key>
  attributesInOrder: Key[]
  attributesByName: Map<string, Key>
  parts: Partial<Record<Part, { node: FieldNode; seen: number }>>
}

export interface Key {
  bytes: Uint8Array
  shape: Shape
  /** the element in which it was last seen, and how often there */
  seen: number
  times: number
  repeats: FieldNode['repeats']
  /** a declaration of a namespace */
  declares: boolean
}

/** The name of a namespace is written as it stands, as all names are: unless told otherwise it is met as one. */
export function newWalk(
  block: Uint8Array,
  root: FieldNode,
  declared: XmlWalk['declared'] = (node, namespace) => void node.child(namespace),
): XmlWalk {
  return {
    declared,
    block,
    source: textSource(block),
    shape: shapeOf(root),
    at: 0,
    end: block.length,
    row: 0,
    groups: 0,
    cells: { column: [], form: [], start: [], end: [], from: [], to: [], tag: [], nameEnd: [] },
    columns: [],
    element: -1,
    firstCell: [],
    mixed: [],
    attributes: [],
  }
}

export function shapeOf(node: FieldNode): Shape {
  return { node, inOrder: [], byName: new Map(), attributesInOrder: [], attributesByName: new Map(), parts: {} }
}

interface Place {
  form: Form
  start: number
  end: number
  from: number
  to: number
  tag?: number
  nameEnd?: number
}

/** Notes a cell at a place of the block. Returns its number. */
export function addCell(walk: XmlWalk, node: FieldNode, kind: Kind, text: string, place: Place): number {
  const { cells } = walk
  const cell = cells.column.length
  cells.column.push(node.column)
  cells.form.push(place.form)
  cells.start.push(place.start)
  cells.end.push(place.end)
  cells.from.push(place.from)
  cells.to.push(place.to)
  cells.tag.push(place.tag ?? place.from)
  cells.nameEnd.push(place.nameEnd ?? 0)
  const column = (walk.columns[node.column] ??= { path: node.path, text: [], kinds: [], rows: [], elements: [] })
  column.text.push(text)
  column.kinds.push(kind)
  column.rows.push(walk.row)
  if (walk.element >= 0) column.elements.push(walk.element)
  return cell
}
