import { Kind } from '../../../record/batch.ts'
import type { Column } from './column.ts'
import { Damaged } from './damaged.ts'
import type { Leaf } from './leaves.ts'
import type { SchemaNode } from './schema.ts'
import { kindOf, textsOf } from './value-texts.ts'

interface Cursor {
  leaf: Leaf
  column: Column
  /** values as JSON */
  values: string[]
  entry: number
  value: number
}

/**
 * A struct or list at the top of every record, as JSON: `{"a":1}`, `[1,2]`, a map as a list of objects with `key` and
 * `value`, and null as null. `leaves`, `columns`: those below it (Dremel's assembly of records).
 */
export function containerTexts(
  schema: SchemaNode,
  leaves: readonly Leaf[],
  columns: readonly Column[],
  records: number,
): string[] {
  const cursors = leaves.map((leaf, c): Cursor => ({
    leaf,
    column: columns[c]!,
    values: valuesOf(leaf, columns[c]!),
    entry: 0,
    value: 0,
  }))
  return Array.from({ length: records }, () => {
    const text = assemble(schema, { cursors, at: 0 }, 0, 0)
    if (cursors.some(({ column, entry }) => entry < column.entries && (column.reps?.[entry] ?? 0) !== 0))
      throw new Damaged('the lists of a record do not agree')
    return text
  })
}

function valuesOf({ node: { type } }: Leaf, { store, indexes }: Column): string[] {
  const kind = kindOf(type)
  const texts = textsOf(type, store).map((text) =>
    kind === Kind.boolean || (kind === Kind.number && /^-?\d/.test(text)) ? text : JSON.stringify(text),
  )
  return indexes ? Array.from(indexes, (n) => texts[n]!) : texts
}

/** The columns below a place: from `cursors[at]` on. */
interface Below {
  cursors: readonly Cursor[]
  at: number
}

/** `def`, `rep`: definition level of what is around the place, and the lists around it. */
function assemble(schema: SchemaNode, below: Below, def: number, rep: number): string {
  const own = def + (schema.optional ? 1 : 0)
  const first = below.cursors[below.at]!
  const level = levelOf(first)
  if (level < own) return pass(schema, below)
  if (schema.kind === 'leaf') {
    below.at++
    first.entry++
    return first.values[first.value++]!
  }
  if (schema.kind === 'struct') {
    const members = schema.children.map((child) => `${JSON.stringify(child.name)}:${assemble(child, below, own, rep)}`)
    return `{${members.join(',')}}`
  }
  if (level === own) {
    pass(schema, below)
    return '[]'
  }
  const { at } = below
  const elements: string[] = []
  do {
    below.at = at
    elements.push(assemble(schema.element, below, own + 1, rep + 1))
  } while (first.entry < first.column.entries && first.column.reps![first.entry] === rep + 1)
  return `[${elements.join(',')}]`
}

function levelOf({ column, entry, leaf }: Cursor): number {
  if (entry >= column.entries) throw new Damaged('the columns of a field do not agree')
  return column.defs ? column.defs[entry]! : leaf.maxDef
}

/** Nothing is there: one entry of every column below says so. */
function pass(schema: SchemaNode, below: Below): string {
  if (schema.kind === 'leaf') below.cursors[below.at++]!.entry++
  else if (schema.kind === 'struct') for (const child of schema.children) pass(child, below)
  else pass(schema.element, below)
  return 'null'
}
