import type { LeafNode, SchemaNode } from './schema.ts'

/** A column of values, where it is in the schema, and the levels that say which values are there (Dremel's). */
export interface Leaf {
  node: LeafNode
  /** names on the way in the written schema, as column chunks are called: `a.list.element` */
  path: string[]
  /** definition level of an entry that has a value */
  maxDef: number
  /** lists around it */
  maxRep: number
  /** of each of them, from the outermost: the least definition level of an entry that stands in it */
  listDefs: number[]
}

/** The columns in the order in which a row group has them. */
export function leavesOf(fields: readonly SchemaNode[]): Leaf[] {
  const leaves: Leaf[] = []
  const walk = (node: SchemaNode, path: string[], def: number, lists: number[]): void => {
    const own = def + (node.optional ? 1 : 0)
    if (node.kind === 'leaf') leaves.push({ node, path, maxDef: own, maxRep: lists.length, listDefs: lists })
    else if (node.kind === 'struct') for (const child of node.children) walk(child, [...path, child.name], own, lists)
    else if (node.map && node.element.kind === 'struct')
      for (const child of node.element.children)
        walk(child, [...path, 'key_value', child.name], own + 1, [...lists, own + 1])
    else walk(node.element, [...path, 'list', 'element'], own + 1, [...lists, own + 1])
  }
  for (const field of fields) walk(field, [field.name], 0, [])
  return leaves
}
