import { SILENT } from '../silent-node.ts'
import type { Batch, Edit } from '../../../record/batch.ts'
import type { FieldNode } from '../../../record/field-node.ts'
import { asTimestamps, editedColumn, editedContainer } from './cells.ts'
import { keepRecords, type Column } from './column.ts'
import { leavesOf, type Leaf } from './leaves.ts'
import type { Records } from './records.ts'
import { writtenSchema, type Container, type Places } from './places.ts'
import type { LeafNode, SchemaNode } from './schema.ts'

/** The columns of what is written, and where each comes from. */
export interface Output {
  fields: readonly SchemaNode[]
  leaves: readonly Leaf[]
  sources: readonly Source[]
}

interface Source {
  /** column of what was read: the same, or the first of the container */
  from: number
  /** number of the column that rules see; undefined: no edit is about it */
  edited: number | undefined
  /** a struct or list of which a rule makes one value; undefined: a column of values */
  container: Container | undefined
  path: string
}

/** Without edits and with nothing removed: the records as they were read, but for the type that is not written. */
export function outputOf(
  { fields: read, leaves: readLeaves }: Records,
  places: Places,
  root: FieldNode,
  edits: readonly Edit[],
  removed: ReadonlySet<number>,
): Output {
  const acts = edits.length > 0 || removed.size > 0
  const fields = acts ? writtenSchema(read, root, removed) : writtenSchema(read, SILENT, new Set())
  const edited = new Set(edits.map(({ column }) => column))
  const sources: Source[] = []
  for (let from = 0; from < readLeaves.length; from++) {
    const node = places.leaves[from]
    const container = places.containers.find(({ first, end }) => first <= from && from < end)
    if (acts && container && removed.has(container.node.column)) continue
    if (acts && container && container.node.written !== undefined) {
      const { column, path } = container.node
      if (from === container.first && edited.has(column)) sources.push({ from, edited: column, container, path })
      continue
    }
    if (acts && node && node.column >= 0 && removed.has(node.column)) continue
    const own = node && edited.has(node.column) ? node.column : undefined
    sources.push({ from, edited: own, container: undefined, path: node?.path ?? '' })
  }
  return { fields, leaves: leavesOf(fields), sources }
}

/** A column of what is written, of those of the records whose `keep` is 1. Throws BlockFault INPUT_VALUE. */
export function writtenPart(
  { leaves, sources }: Output,
  c: number,
  records: Records,
  batch: Batch,
  edits: readonly Edit[],
  keep: Uint8Array,
): Column {
  const { from, edited, container, path } = sources[c]!
  const [leaf, to] = [records.leaves[from]!, leaves[c]!]
  const { type } = to.node as LeafNode
  const column = records.column(from)
  const values = edits.find((edit) => edit.column === edited)?.values
  const written = (): Column => {
    if (values && container) return editedContainer(container, column, type, values)
    if (values) return editedColumn(leaf, column, type, values, batch.columns[edited!]!)
    return leaf.node.type.physical === 'int96' && type.physical !== 'int96'
      ? asTimestamps(leaf.node.type, column, type, path)
      : column
  }
  return keepRecords(written(), to, keep)
}
