import type { FieldNode } from '../../record/field-node.ts'
import type { DocumentKind } from './format.ts'

/** A place whose cells hold documents. */
export interface DocumentCell {
  /** number of its column for the format around */
  outer: number
  kind: DocumentKind
  /** the place itself: the document is read as what stands there */
  node: FieldNode
}

/** A tree of places as the format around sees it, whose columns have numbers of their own. */
export interface DocumentTree {
  root: FieldNode
  /** number of a column → its number in the tree that was asked for; -1: that tree does not ask for its text */
  columns: number[]
  cells: DocumentCell[]
  outerOf(columns: ReadonlySet<number>): Set<number>
}

/** The tree in which cells at some paths are asked for, because they hold documents that are read in their turn. */
export function documentTree(root: FieldNode, documents: Readonly<Record<string, DocumentKind>>): DocumentTree {
  const columns: number[] = []
  const cells: DocumentCell[] = []
  const seen = new Map<FieldNode, FieldNode>()
  const around = (node: FieldNode): FieldNode => {
    const before = seen.get(node)
    if (before) return before
    const kind = Object.hasOwn(documents, node.path) ? documents[node.path] : undefined
    const valued = kind !== undefined && isValue(kind)
    // A rule for a document as a whole needs no look inside, unless something in it is asked for; a value is one of its own.
    const read = kind !== undefined && (valued || node.whole !== 'closed')
    const own = read && (valued || node.whole === 'no') ? -1 : node.column
    const number = read || own >= 0 ? columns.push(own) - 1 : -1
    if (read) cells.push({ outer: number, kind, node: valued ? node : inside(node) })
    const outer: FieldNode = {
      path: node.path,
      column: number,
      whole: node.whole,
      written: node.written,
      bare: node.bare,
      repeats: node.repeats,
      textApart: node.textApart,
      deeper: node.deeper,
      child: (name) => around(node.child(name)),
      element: () => around(node.element()),
      attribute: (name) => around(node.attribute(name)),
      part: (part) => around(node.part(part)),
      // The cell is no field where the places in it are.
      meet: read && (valued || node.whole === 'no') ? () => undefined : (met) => node.meet(met),
    }
    seen.set(node, outer)
    return outer
  }
  return {
    root: around(root),
    columns,
    cells,
    outerOf(gone) {
      const texts = [...columns.keys()].filter((number) => columns[number]! >= 0 && gone.has(columns[number]!))
      const values = cells.filter(({ kind, node }) => isValue(kind) && node.whole !== 'no' && gone.has(node.column))
      return new Set([...texts, ...values.map(({ outer }) => outer)])
    },
  }
}

/** Are cells of this kind fields of their own, unless there are places in them? */
export function isValue(kind: DocumentKind): kind is 'value' | 'array' {
  return kind === 'value' || kind === 'array'
}

/** The place without the cell, for what is in its document. */
function inside(node: FieldNode): FieldNode {
  return node.whole === 'no' ? node : { ...node, column: -1, whole: 'no', meet: () => undefined }
}
