import type { FieldNode } from '../../../record/field-node.ts'
import { factsOf } from '../../../record/format-facts.ts'
import { formatName, parsePath } from '../../../record/path.ts'
import { formatNamed } from '../format-named.ts'
import type { Layout } from '../format.ts'
import { writtenSchema } from '../parquet/places.ts'

/** A field at the top of the written records. */
export interface WrittenColumn {
  path: string
  /** what a header calls it */
  name: string
  /** it holds values inside of its values, by its type */
  nested: boolean
}

/** The columns of an output, known before its first record: those of a header or schema that stay, or those that rules name. */
export function writtenColumns(layout: Layout, root: FieldNode, removed: ReadonlySet<number>): WrittenColumn[] {
  const { fields, schema = [], options } = layout
  switch (factsOf(formatNamed(layout.format).is).kind) {
    case 'table': {
      const stay = (fields ?? []).filter((name) => !removed.has(root.child(name).column))
      return stay.map((name) => ({ path: formatName(name), name, nested: false }))
    }
    case 'typed':
      return writtenSchema(schema, root, removed).map(({ name, kind }) => ({
        path: formatName(name),
        name,
        nested: kind !== 'leaf',
      }))
    case 'lines':
    case 'document':
      return (options.output?.columns ?? []).map((path) => ({ path, name: nameOf(path), nested: false }))
  }
}

function nameOf(path: string): string {
  const [first] = parsePath(path)
  return first?.kind === 'name' ? first.name : path
}
