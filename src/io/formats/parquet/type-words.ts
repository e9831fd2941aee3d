import type { LeafType, SchemaNode } from './schema.ts'

/** The type of a column in the words of the Parquet specification: `int64`, `decimal(10,2)`, `timestamp(micros,utc)`. */
export function typeWords({ physical, width, meaning }: LeafType): string {
  switch (meaning.is) {
    case 'none':
      return physical === 'fixed' ? `fixed(${width})` : physical
    case 'decimal':
      return `decimal(${meaning.precision},${meaning.scale})`
    case 'time':
    case 'timestamp':
      return `${meaning.is}(${meaning.unit}${meaning.utc ? ',utc' : ''})`
    case 'int':
      return `${meaning.signed ? 'int' : 'uint'}${meaning.bits}`
    default:
      return meaning.is
  }
}

/** The columns of a schema under the top fields they belong to, as a plan addresses them, with their types. */
export function columnTypes(
  fields: readonly SchemaNode[],
  pathOf: (name: string, under: string) => string,
): [path: string, type: string][] {
  const found: [string, string][] = []
  const walk = (node: SchemaNode, path: string): void => {
    if (node.kind === 'leaf') found.push([path, typeWords(node.type)])
    else if (node.kind === 'list') walk(node.element, `${path}[]`)
    else for (const child of node.children) walk(child, pathOf(child.name, path))
  }
  for (const field of fields) walk(field, pathOf(field.name, ''))
  return found
}
