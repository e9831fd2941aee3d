import { Kind, type Batch } from '../../record/batch.ts'
import type { FieldNode } from '../../record/field-node.ts'
import type { Part } from '../../record/path.ts'
import { ownBytes } from '../../record/own-bytes.ts'
import { BlockFault } from './format.ts'
import { batchOf } from './found-cells.ts'
import { SILENT } from './silent-node.ts'
import { addAttributes, scanAttributes } from './xml-attributes.ts'
import { Form } from './xml-cells.ts'
import { BANG, GT, LT, QUESTION, SLASH } from './xml-marks.ts'
import { piecesIn, type Mixed } from './xml-mixed.ts'
import { isBlank, scanRun, valueOf, type Run } from './xml-runs.ts'
import {
  CDATA_OPEN,
  declarationFault,
  endsName,
  fault,
  isName,
  isSpace,
  scanComment,
  scanInstruction,
  skipSpace,
  startsComment,
  startsWith,
} from './xml-scalars.ts'
import { addCell, shapeOf, type Key, type Shape, type XmlWalk } from './xml-walk-state.ts'

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
    key = { bytes: ownBytes(bytes), shape: shapeOf(node), seen: 0, times: 0, repeats: child.repeats, declares: false }
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

const DEPTH_HINT = ['no table is nested so deeply: is the file what it should be?']
const DECLARATION = Buffer.from('<?xml')
