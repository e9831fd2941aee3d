import { Kind } from '../../record/batch.ts'
import type { FieldNode } from '../../record/field-node.ts'
import { ownBytes } from '../../record/own-bytes.ts'
import { SILENT } from './silent-node.ts'
import { Form } from './xml-cells.ts'
import { GT, SLASH } from './xml-marks.ts'
import { endsName, fault, isName, scanAttributeValue, skipSpace, startsWith } from './xml-scalars.ts'
import { decodeAttribute } from './xml-text.ts'
import { addCell, shapeOf, type Key, type Shape, type XmlWalk } from './xml-walk-state.ts'

/** Attributes of one element. */
export const MOST_ATTRIBUTES = 1000

/** Attributes from behind the name of a tag to its `>` or `/`. */
export function scanAttributes(walk: XmlWalk, shape: Shape, group: number): void {
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
      throw fault(walk, `an element has more than ${MOST_ATTRIBUTES} attributes`, walk.at, 'INPUT_XML', MANY_HINT)
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
    key = { bytes: ownBytes(block.subarray(at, end)), shape: shapeOf(own), seen: 0, times: 0, repeats: 'any', declares }
    shape.attributesByName.set(name, key)
  }
  shape.attributesInOrder[ordinal] = key
  walk.at = end
  return key
}

/** Notes the attributes of the tag that was read last. */
export function addAttributes(walk: XmlWalk): void {
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

const MANY_HINT = ['no table has so many: is the file what it should be?']
