import { Kind } from '../../../record/batch.ts'
import type { FieldNode } from '../../../record/field-node.ts'
import type { LeafNode, LeafType, SchemaNode } from './schema.ts'
import { kindOf } from './value-texts.ts'

/** Where the plan's places are in a schema. */
export interface Places {
  /** by column: its place; undefined: inside a container that is one cell, and nobody asks for it */
  leaves: (FieldNode | undefined)[]
  /** structs and lists that are one cell each */
  containers: Container[]
}

export interface Container {
  node: FieldNode
  schema: SchemaNode
  /** the columns below it: from `first` to before `end` */
  first: number
  end: number
  /** definition levels of its parent, and of itself where it is there */
  parentDef: number
  ownDef: number
  maxRep: number
}

/** Asks the plan for every field of the schema. Throws what the plan throws for a field without a rule. */
export function placesOf(fields: readonly SchemaNode[], root: FieldNode): Places {
  const places: Places = { leaves: [], containers: [] }
  const walk = (schema: SchemaNode, node: FieldNode | undefined, def: number, rep: number): void => {
    const own = def + (schema.optional ? 1 : 0)
    if (schema.kind === 'leaf') {
      node?.meet(kindOf(schema.type))
      places.leaves.push(node)
      return
    }
    let inner = node
    const first = places.leaves.length
    if (node && node.whole !== 'no') {
      node.meet(Kind.container)
      if (node.whole === 'closed') inner = undefined
    }
    if (schema.kind === 'struct') for (const child of schema.children) walk(child, inner?.child(child.name), own, rep)
    else walk(schema.element, inner?.element(), own + 1, rep + 1)
    if (node && node.whole !== 'no' && node.column >= 0) {
      const end = places.leaves.length
      places.containers.push({ node, schema, first, end, parentDef: def, ownDef: own, maxRep: rep })
    }
  }
  for (const field of fields) walk(field, root.child(field.name), 0, 0)
  return places
}

/** The schema of what is written: without what leaves, every field with the type that its rule writes. */
export function writtenSchema(
  fields: readonly SchemaNode[],
  root: FieldNode,
  removed: ReadonlySet<number>,
): SchemaNode[] {
  const removedAt = (node: FieldNode) => node.column >= 0 && removed.has(node.column)
  // A struct or list with rules below it is no cell: what is in it leaves field by field.
  const gone = ({ kind }: SchemaNode, node: FieldNode | undefined) =>
    node !== undefined && removedAt(node) && (kind === 'leaf' || node.whole !== 'no')
  const write = (schema: SchemaNode, node: FieldNode | undefined): SchemaNode | undefined => {
    if (gone(schema, node)) return undefined
    if (schema.kind === 'leaf') return { ...schema, ...writtenLeaf(schema, node) }
    const acts = node && node.whole !== 'no' && node.written !== undefined
    // A rule on a container makes one value of it: null, or a word.
    if (acts) return { ...named(schema), optional: true, kind: 'leaf', type: TEXT }
    const inner = node && node.whole === 'closed' ? undefined : node
    if (schema.kind === 'struct') {
      const children = schema.children.flatMap((child) => write(child, inner?.child(child.name)) ?? [])
      return children.length > 0 ? { ...schema, children } : undefined
    }
    const element = write(schema.element, inner?.element())
    if (!element) return undefined
    // A map without its keys, or with keys that may be null, is a list.
    const isMap =
      schema.map && element.kind === 'struct' && element.children.length === 2 && !element.children[0]!.optional
    return { ...schema, map: isMap, element }
  }
  return fields.flatMap((field) => write(field, root.child(field.name)) ?? [])
}

const TEXT: LeafType = { physical: 'bytes', width: 0, meaning: { is: 'string' } }

function named({ name, id }: SchemaNode): { name: string; id?: number } {
  return { name, ...(id !== undefined && { id }) }
}

/** What a rule touched may be null afterwards, whatever it was. */
export function writtenLeaf(leaf: LeafNode, node: FieldNode | undefined): Pick<LeafNode, 'optional' | 'type'> {
  const written = node?.written
  const same = leaf.type.physical === 'int96' ? TIMESTAMP : leaf.type
  if (written === undefined) return { optional: leaf.optional, type: same }
  const isText = written === 'text' || (written === 'words' && kindOf(leaf.type) === Kind.string)
  const isPlainText = leaf.type.meaning.is === 'json' ? written === 'same' : leaf.type.meaning.is === 'string'
  return { optional: true, type: isText && !isPlainText ? TEXT : same }
}

/** INT96 is read, never written: microseconds as Spark's, without a zone, since the type says none and readers give none. */
const TIMESTAMP: LeafType = { physical: 'int64', width: 8, meaning: { is: 'timestamp', unit: 'micros', utc: false } }
