import { Kind, type Batch } from '../../record/batch.ts'
import type { FieldNode } from '../../record/field-node.ts'
import type { Part } from '../../record/path.ts'
import { BlockFault } from './format.ts'
import { batchOf, type FoundColumn } from './found-cells.ts'
import { Form, type XmlCells } from './xml-cells.ts'
import { piecesIn, type Mixed } from './xml-mixed.ts'
import { SILENT } from './silent-node.ts'
import { textSource } from './slices.ts'
import {
  CDATA_OPEN,
  declarationFault,
  endsName,
  fault,
  isName,
  isSpace,
  scanAttributeValue,
  scanCdata,
  scanComment,
  scanInstruction,
  scanText,
  skipSpace,
  startsCdata,
  startsComment,
  startsWith,
  type XmlCursor,
} from './xml-scalars.ts'
import { decodeAttribute, decodeSections, decodeText } from './xml-text.ts'
import { BANG, GT, LT, QUESTION, SLASH } from './xml-marks.ts'

/**
 * Walks XML elements in a block and notes the cells that the plan asks for, by offset. Strict: what is not well formed is
 * a fault, and so are deep nesting and declarations. No value is built but the cells.
 *
 * An element without elements, comments and instructions in it is a value, its text; one with them is a container, as an
 * object of JSON, and what stands between is `#text`, `#comment`, `#pi`. White space between elements is nothing, and
 * neither is an element without text where the plan speaks of what would be in it.
 */

/** Deeper than any table needs, far from the end of the stack. */
export const MOST_DEPTH = 200
/** Attributes of one element. */
export const MOST_ATTRIBUTES = 1000

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

interface Attribute {
  /** undefined: a declaration of a namespace, which is no value */
  node: FieldNode | undefined
  /** from the white space in front to behind the closing quote */
  from: number
  valueStart: number
  valueEnd: number
  written: boolean
}

/** What was met in elements at one node: the next record mostly has the same, in the same order. */
interface Shape {
  node: FieldNode
  inOrder: Key[]
  byName: Map<string, Key>
  attributesInOrder: Key[]
  attributesByName: Map<string, Key>
  parts: Partial<Record<Part, { node: FieldNode; seen: number }>>
}

interface Key {
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

/** Reads the record that begins at `walk.at` or behind what may stand between records; then `walk.at` is behind it. Returns where its element begins. */
export function walkRecord(walk: XmlWalk, row: number): number {
  walk.row = row
  walk.firstCell.push(walk.cells.column.length)
  const group = ++walk.groups
  walkMisc(walk, walk.shape, group)
  const start = walk.at
  if (walk.block[start] !== LT) throw fault(walk, 'a record is no element')
  walkElement(walk, walk.shape, tagName(walk, start), 1, 'container', group)
  return start
}

/** Reads a document that is one element. */
export function walkDocument(walk: XmlWalk): void {
  walk.firstCell.push(walk.cells.column.length)
  if (startsWith(walk.block, walk.at, DECLARATION) && isSpace(walk.block[walk.at + DECLARATION.length])) {
    const end = walk.source.indexOf('?>', walk.at, 'latin1')
    if (end < 0 || end + 2 > walk.end) throw fault(walk, 'the XML declaration is not closed')
    walk.at = end + 2
  }
  const group = ++walk.groups
  walkMisc(walk, walk.shape, group)
  if (walk.at >= walk.end) throw fault(walk, 'the document has no element')
  if (walk.block[walk.at] !== LT) throw fault(walk, 'text stands outside of the root element')
  walkChild(walk, walk.shape, 0, 0, group)
  walkMisc(walk, walk.shape, group)
  if (walk.at < walk.end) throw fault(walk, 'something stands behind the root element')
}

export function finishWalk(walk: XmlWalk, records: number): Batch {
  walk.firstCell.push(walk.cells.column.length)
  return batchOf(walk.columns, records, piecesIn(walk))
}

function shapeOf(node: FieldNode): Shape {
  return { node, inOrder: [], byName: new Map(), attributesInOrder: [], attributesByName: new Map(), parts: {} }
}

/** White space, comments and processing instructions. */
function walkMisc(walk: XmlWalk, shape: Shape, group: number): void {
  for (;;) {
    skipSpace(walk)
    if (walk.block[walk.at] !== LT || !walkAside(walk, shape, group)) return
  }
}

/** A comment or processing instruction at a `<`; false: it is something else. Throws for a declaration. */
function walkAside(walk: XmlWalk, shape: Shape, group: number): boolean {
  const { block, at } = walk
  const next = block[at + 1]
  if (next !== BANG && next !== QUESTION) return false
  if (next === BANG && !startsComment(block, at)) throw declarationFault(walk)
  const part = next === BANG ? 'comment' : 'pi'
  if (part === 'comment') scanComment(walk)
  else scanInstruction(walk)
  const [open, close] = part === 'comment' ? [4, 3] : [2, 2]
  const node = partNode(walk, shape, part, group, at)
  node.meet(Kind.string)
  if (node.column >= 0)
    addCell(walk, node, Kind.string, walk.source.utf8Slice(at + open, walk.at - close), {
      form: part === 'comment' ? Form.comment : Form.pi,
      start: at + open,
      end: walk.at - close,
      from: at,
      to: walk.at,
    })
  return true
}

function partNode(walk: XmlWalk, shape: Shape, part: Part, group: number, at: number): FieldNode {
  const known = (shape.parts[part] ??= { node: shape.node.part(part), seen: 0 })
  if (known.seen === group && known.node.repeats === 'one') throw twice(walk, known.node, at)
  known.seen = group
  return known.node
}

/** The element at a `<`, as one of those in an element of this shape. */
function walkChild(walk: XmlWalk, shape: Shape, ordinal: number, depth: number, group: number): void {
  const key = readKey(walk, shape, ordinal)
  if (key.seen === group) {
    key.times++
    if (key.repeats === 'one') throw twice(walk, key.shape.node, walk.at)
  } else {
    key.seen = group
    key.times = 0
  }
  const listed = key.repeats === 'each' && walk.element < 0
  if (listed) walk.element = key.times
  walkElement(walk, key.shape, key.bytes, depth + 1, 'value', ++walk.groups)
  if (listed) walk.element = -1
}

/** Key of the tag at a `<`; the same order of elements as in the record before needs no decoding. */
function readKey(walk: XmlWalk, shape: Shape, ordinal: number): Key {
  const { block, at } = walk
  const expected = shape.inOrder[ordinal]
  if (expected && startsWith(block, at + 1, expected.bytes) && endsName(block[at + 1 + expected.bytes.length]))
    return expected
  const bytes = tagName(walk, at)
  const name = walk.source.utf8Slice(at + 1, at + 1 + bytes.length)
  let key = shape.byName.get(name)
  if (!key) {
    const child = shape.node.child(name)
    const node = child.repeats === 'each' ? child.element() : child
    key = { bytes: bytes.slice(), shape: shapeOf(node), seen: 0, times: 0, repeats: child.repeats, declares: false }
    shape.byName.set(name, key)
  }
  shape.inOrder[ordinal] = key
  return key
}

function tagName(walk: XmlWalk, at: number): Uint8Array {
  let end = at + 1
  while (!endsName(walk.block[end])) end++
  if (!isName(walk.source.utf8Slice(at + 1, end))) throw fault(walk, 'a tag has no name', at)
  return walk.block.subarray(at + 1, end)
}

/** An element from its `<` to behind its end. `as`: a record is a container whatever is in it. */
function walkElement(
  walk: XmlWalk,
  shape: Shape,
  name: Uint8Array,
  depth: number,
  as: 'container' | 'value',
  group: number,
): void {
  if (depth > MOST_DEPTH)
    throw fault(walk, `nesting is deeper than ${MOST_DEPTH}`, walk.at, 'INPUT_XML_DEPTH', DEPTH_HINT)
  const { block } = walk
  const { node } = shape
  const isValue = as === 'value' && !(node.textApart && node.whole === 'no')
  const from = walk.at
  const nameEnd = from + 1 + name.length
  walk.at = nameEnd
  scanAttributes(walk, shape, group)
  const tagEnd = walk.at
  if (block[tagEnd] === SLASH) {
    if (block[tagEnd + 1] !== GT) throw fault(walk, 'a "/" stands in a tag')
    walk.at += 2
    if (isValue && (node.column >= 0 || !node.deeper)) node.meet(Kind.string)
    if (isValue && node.column >= 0) {
      const { at: to } = walk
      const leaving = { from: keepsTag(walk, node) ? to : from, to }
      if (node.bare)
        addCell(walk, node, Kind.string, '', { form: Form.whole, start: from, end: to, ...leaving, nameEnd })
      else
        addCell(walk, node, Kind.string, '', {
          form: Form.empty,
          start: tagEnd,
          end: to,
          ...leaving,
          tag: from,
          nameEnd,
        })
    }
    addAttributes(walk)
    return
  }
  if (block[tagEnd] !== GT) throw fault(walk, 'a tag is not closed')
  const start = (walk.at = tagEnd + 1)
  const content = scanRun(walk)
  if (isValue && block[walk.at] === LT && block[walk.at + 1] === SLASH) {
    const end = walk.at
    closeTag(walk, name)
    if (node.column >= 0 || !node.deeper || !isBlank(block, start, end)) node.meet(Kind.string)
    if (node.column >= 0) addLeaf(walk, node, content, { from, nameEnd, start, end })
    addAttributes(walk)
    return
  }
  walk.at = start
  if (node.whole === 'no' || as === 'container') {
    addAttributes(walk)
    walkContent(walk, shape, depth, group)
    closeTag(walk, name)
    return
  }
  node.meet(Kind.container)
  const cell = addCell(walk, node, Kind.container, '', {
    form: node.bare ? Form.whole : Form.text,
    start: node.bare ? from : start,
    end: start,
    from,
    to: start,
    nameEnd,
  })
  const text = walk.columns[node.column]!.text
  const place = text.length - 1
  addAttributes(walk)
  walkContent(walk, node.whole === 'open' ? shape : shapeOf(SILENT), depth, group)
  const end = walk.at
  closeTag(walk, name)
  text[place] = walk.source.utf8Slice(start, end)
  walk.cells.end[cell] = node.bare ? walk.at : end
  walk.cells.to[cell] = walk.at
}

const DEPTH_HINT = ['no table is nested so deeply: is the file what it should be?']

/** Elements, texts, comments and processing instructions up to a closing tag. */
function walkContent(walk: XmlWalk, shape: Shape, depth: number, group: number): void {
  const { block } = walk
  const from = walk.at
  const firstCell = walk.cells.column.length
  let texts = 0
  let others = 0
  for (let ordinal = 0; ;) {
    const start = walk.at
    const run = scanRun(walk)
    if (walk.at > start && !isBlank(block, start, walk.at)) {
      texts++
      const node = partNode(walk, shape, 'text', group, start)
      node.meet(Kind.string)
      if (node.column >= 0)
        addCell(walk, node, Kind.string, valueOf(walk, run, start, walk.at), {
          form: Form.text,
          start,
          end: walk.at,
          from: start,
          to: walk.at,
        })
    }
    if (block[walk.at] !== LT) throw fault(walk, 'an element is not closed')
    if (block[walk.at + 1] === SLASH) {
      if (texts > 0 && others > 0) noteMixed(walk, { from, to: walk.at, firstCell, endCell: walk.cells.column.length })
      return
    }
    others++
    if (!walkAside(walk, shape, group)) walkChild(walk, shape, ordinal++, depth, group)
  }
}

/** What is mixed inside of what is mixed is a part of its text. */
function noteMixed({ mixed }: XmlWalk, found: Mixed): void {
  while (mixed.length > 0 && mixed.at(-1)!.from >= found.from) mixed.pop()
  mixed.push(found)
}

/** How a run of text and CDATA sections is written: as it is, with references, or with sections. */
type Run = 'plain' | 'written' | 'section' | 'sections'

/** Text and CDATA sections up to another mark. */
function scanRun(walk: XmlWalk): Run {
  const start = walk.at
  let run: Run = scanText(walk) ? 'written' : 'plain'
  while (walk.block[walk.at + 1] === BANG && startsCdata(walk.block, walk.at)) {
    run = walk.at === start ? 'section' : 'sections'
    scanCdata(walk)
    const behind = walk.at
    scanText(walk)
    if (walk.at > behind) run = 'sections'
  }
  return run
}

function valueOf(walk: XmlWalk, run: Run, start: number, end: number): string {
  const written = walk.source.utf8Slice(start, end)
  if (run === 'plain') return written
  return run === 'written' ? decodeText(written) : decodeSections(written)
}

function addLeaf(
  walk: XmlWalk,
  node: FieldNode,
  run: Run,
  at: { from: number; nameEnd: number; start: number; end: number },
): void {
  const { from, nameEnd, start, end } = at
  const text = valueOf(walk, run, start, end)
  const leaving = keepsTag(walk, node) ? { from: start, to: end } : { from, to: walk.at }
  if (node.bare)
    addCell(walk, node, Kind.string, text, { form: Form.whole, start: from, end: walk.at, from, to: walk.at, nameEnd })
  else if (run === 'section')
    addCell(walk, node, Kind.string, text, {
      form: Form.cdata,
      start: start + CDATA_OPEN,
      end: end - 3,
      ...leaving,
      tag: from,
    })
  else addCell(walk, node, Kind.string, text, { form: Form.text, start, end, ...leaving, tag: from })
}

/** An element stays without its content where a rule speaks of its attributes. */
function keepsTag(walk: XmlWalk, node: FieldNode): boolean {
  return node.whole === 'no' && walk.attributes.length > 0
}

function closeTag(walk: XmlWalk, name: Uint8Array): void {
  const { block } = walk
  if (block[walk.at] !== LT || block[walk.at + 1] !== SLASH) throw fault(walk, 'an element is not closed')
  if (!startsWith(block, walk.at + 2, name) || !endsName(block[walk.at + 2 + name.length]))
    throw fault(walk, 'a closing tag closes another element than the one that is open')
  walk.at += 2 + name.length
  skipSpace(walk)
  if (block[walk.at] !== GT) throw fault(walk, 'a closing tag is not closed')
  walk.at++
}

/** Attributes from behind the name of a tag to its `>` or `/`. */
function scanAttributes(walk: XmlWalk, shape: Shape, group: number): void {
  const { block } = walk
  if (walk.attributes.length > 0) walk.attributes = []
  for (let ordinal = 0; ; ordinal++) {
    const from = walk.at
    skipSpace(walk)
    const c = block[walk.at]
    if (c === GT || c === SLASH) return
    if (walk.at >= walk.end) throw fault(walk, 'a tag is not closed')
    if (walk.at === from) throw fault(walk, 'no white space stands before an attribute')
    if (ordinal === MOST_ATTRIBUTES)
      throw fault(walk, `an element has more than ${MOST_ATTRIBUTES} attributes`, walk.at, 'INPUT_XML', DEPTH_HINT)
    const nameStart = walk.at
    const key = readAttribute(walk, shape, ordinal)
    if (key.seen === group) throw fault(walk, 'an attribute stands twice in one tag', nameStart)
    key.seen = group
    skipSpace(walk)
    if (block[walk.at] !== 0x3d) throw fault(walk, 'an attribute has no value')
    walk.at++
    skipSpace(walk)
    const valueStart = walk.at + 1
    const written = scanAttributeValue(walk)
    const valueEnd = walk.at - 1
    if (key.declares && !leavesWhole(shape.node)) walk.declared(shape.node, walk.source.utf8Slice(valueStart, valueEnd))
    const node = key.declares ? undefined : key.shape.node
    walk.attributes.push({ node, from, valueStart, valueEnd, written })
  }
}

/** Nobody asks for what an element has, since none of it is written. */
function leavesWhole(node: FieldNode): boolean {
  return node.bare && node.whole === 'closed'
}

function readAttribute(walk: XmlWalk, shape: Shape, ordinal: number): Key {
  const { block, at } = walk
  const expected = shape.attributesInOrder[ordinal]
  if (expected && startsWith(block, at, expected.bytes) && endsName(block[at + expected.bytes.length])) {
    walk.at = at + expected.bytes.length
    return expected
  }
  let end = at
  while (!endsName(block[end])) end++
  const name = walk.source.utf8Slice(at, end)
  if (!isName(name)) throw fault(walk, 'a name of an attribute is none')
  let key = shape.attributesByName.get(name)
  if (!key) {
    const { node } = shape
    const declares = /^xmlns(?::|$)/.test(name)
    const own = declares || leavesWhole(node) ? SILENT : node.attribute(name)
    key = { bytes: block.slice(at, end), shape: shapeOf(own), seen: 0, times: 0, repeats: 'any', declares }
    shape.attributesByName.set(name, key)
  }
  shape.attributesInOrder[ordinal] = key
  walk.at = end
  return key
}

function addAttributes(walk: XmlWalk): void {
  for (const { node, from, valueStart, valueEnd, written } of walk.attributes) {
    if (!node) continue
    node.meet(Kind.string)
    if (node.column < 0) continue
    const value = walk.source.utf8Slice(valueStart, valueEnd)
    addCell(walk, node, Kind.string, written ? decodeAttribute(value) : value, {
      form: Form.attribute,
      start: valueStart,
      end: valueEnd,
      from,
      to: valueEnd + 1,
    })
  }
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

function addCell(walk: XmlWalk, node: FieldNode, kind: Kind, text: string, place: Place): number {
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

function twice(walk: XmlWalk, node: FieldNode, at: number): BlockFault {
  return new BlockFault(
    'INPUT_VALUE',
    'an element stands several times in a record where one value is asked for',
    walk.row,
    at,
    [
      'a subject, a field of a condition, a quasi-identifier and an offset have one value: name its path, or make the list the records',
    ],
    node.path,
  )
}

function isBlank(block: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (!isSpace(block[at])) return false
  return true
}

const DECLARATION = Buffer.from('<?xml')
