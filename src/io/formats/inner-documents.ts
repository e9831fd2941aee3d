import type { FieldNode } from '../../record/field-node.ts'
import { BlockFault, type DocumentKind } from './format.ts'
import { innerValues } from './inner-values.ts'
import { joinTexts, splitTexts } from './joined-texts.ts'
import { spliceJson } from './json-splice.ts'
import * as json from './json-walk.ts'
import { SILENT } from './silent-node.ts'
import { asUtf8Text } from './xml-declaration.ts'
import { spliceXml } from './xml-splice.ts'
import * as xml from './xml-walk.ts'
import { newWalk as newXmlWalk } from './xml-walk-state.ts'
import type { CellDocument, InnerDocuments } from './cell-document.ts'

/** Reads documents as what stands at a place of their records. Throws BlockFault with the row of the cell. */
export function innerDocuments(
  kind: DocumentKind,
  node: FieldNode,
  documents: readonly CellDocument[],
): InnerDocuments {
  const nul = documents.find(({ text }) => text?.includes('\0') === true)
  if (nul) throw new BlockFault('INPUT_NUL', 'a NUL character stands in the data', nul.row, 0)
  if (kind === 'value' || kind === 'array') return innerValues(kind, node, documents)
  const { block, starts, ends } = joinTexts(documents.map(({ text }) => text ?? ''))
  const keep = new Uint8Array(documents.length).fill(1)
  if (kind === 'json') {
    const walk = json.newWalk(block, node)
    documents.forEach(({ row, element }, d) => {
      Object.assign(walk, { at: starts[d], row, element })
      json.walkDocument(walk, ends[d]! - 1)
    })
    const batch = json.finishWalk(walk, documents.length)
    return {
      batch,
      splice: (edits, removed) => splitTexts(spliceJson(block, walk, starts, ends, edits, keep, removed)),
    }
  }
  const walk = newXmlWalk(block, node)
  documents.forEach(({ row, element }, d) => {
    Object.assign(walk, { at: starts[d], end: ends[d]! - 1, row, element })
    xml.walkDocument(walk)
  })
  const batch = xml.finishWalk(walk, documents.length)
  // What the cell around it is written in is what the document is written in.
  const splice: InnerDocuments['splice'] = (edits, removed) =>
    splitTexts(spliceXml(walk, starts, ends, edits, keep, removed)).map((text) =>
      text === null ? null : asUtf8Text(text),
    )
  return { batch, splice }
}

/** Is this text one document? */
export function isDocument(kind: DocumentKind, text: string): boolean {
  if ((kind === 'json' && !/^\s*[[{]/.test(text)) || (kind === 'xml' && !/^\s*</.test(text))) return false
  try {
    innerDocuments(kind, SILENT, [{ text, row: 0, element: -1 }])
    return true
  } catch (e) {
    if (e instanceof BlockFault) return false
    throw e
  }
}
