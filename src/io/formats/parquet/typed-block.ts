import { SILENT } from '../silent-node.ts'
import type { Batch, Edit, Values } from '../../../record/batch.ts'
import type { FieldNode } from '../../../record/field-node.ts'
import { BlockFault, type FaultCode, type FormatOptions, type Layout, type ReadBlock } from '../format.ts'
import { asTimestamps, cellsOf, checkTexts, containerCells, editedColumn, editedContainer } from './cells.ts'
import { keepRecords, type Column } from './column.ts'
import { containerTexts } from './container-texts.ts'
import { Damaged } from './damaged.ts'
import { leavesOf, type Leaf } from './leaves.ts'
import { placesOf, writtenSchema, type Container, type Places } from './places.ts'
import { recordBytes, type RecordBytes } from './rows.ts'
import type { LeafNode, SchemaNode } from './schema.ts'

/** How the blocks of a format with typed columns are opened and written. */
export interface TypedForm {
  /** of a file that is not what it says */
  code: FaultCode
  open(bytes: Uint8Array, layout: Layout): TypedBlock
  write(
    fields: readonly SchemaNode[],
    leaves: readonly Leaf[],
    column: (c: number) => Column,
    records: number,
    options: FormatOptions,
  ): Uint8Array
}

/** A block whose columns are made when they are asked for. Each of its methods may throw Damaged. */
export interface TypedBlock {
  records: number
  fields: readonly SchemaNode[]
  leaves: Leaf[]
  /** about how many bytes it has */
  unpacked: number
  column(c: number): Column
}

/** A block of typed columns: those that nobody asks for are made when they are written. */
export function readTyped(form: TypedForm, bytes: Uint8Array, layout: Layout, root: FieldNode): ReadBlock {
  const guarded = <T>(action: () => T): T => guardedBy(form.code, action)
  return guarded(() => {
    const block = holding(form.open(bytes, layout))
    const places = placesOf(block.fields, root)
    const batch: Batch = { records: block.records, columns: [] }
    places.leaves.forEach((node, c) => {
      if (node && node.column >= 0) batch.columns[node.column] = cellsOf(block.leaves[c]!, block.held(c), node.path)
    })
    for (const container of places.containers) {
      const cells = containerCells(container, block.held(container.first))
      batch.columns[container.node.column] =
        layout.options.containers === 'text' ? { ...cells, text: textsIn(container, block, batch.records) } : cells
    }
    let own: RecordBytes | undefined
    const all = () =>
      (own ??= guarded(() =>
        recordBytes(
          block.leaves,
          block.leaves.map((_, c) => block.column(c)),
          batch.records,
        ),
      ))
    const write = (edits: readonly Edit[], keep: Uint8Array, removed: ReadonlySet<number>) =>
      guarded(() => written({ block, places, root, batch }, edits, keep, removed))
    return {
      batch,
      quarantined: [],
      record: (row) => all().bytes.subarray(row === 0 ? 0 : all().ends[row - 1], all().ends[row]),
      offset: (row) => Math.floor((row * block.unpacked) / Math.max(1, batch.records)),
      splice: (edits, keep, removed) => {
        const { fields, leaves, column, records } = write(edits, keep, removed)
        return guarded(() => form.write(fields, leaves, column, records, layout.options))
      },
      apart: (edits, keep, removed) => {
        const { leaves, column, records } = write(edits, keep, removed)
        return guarded(() =>
          recordBytes(
            leaves,
            leaves.map((_, c) => column(c)),
            records,
          ),
        )
      },
    }
  })
}

/** Of a struct or list at the top of the records. */
function textsIn({ schema, first, end }: Container, block: Block, records: number): string[] {
  const columns = Array.from({ length: end - first }, (_, c) => block.held(first + c))
  return containerTexts(schema, block.leaves.slice(first, end), columns, records)
}

/** A file that is not what it says is a fault of the input, wherever it shows. */
function guardedBy<T>(code: FaultCode, action: () => T): T {
  try {
    return action()
  } catch (e) {
    if (!(e instanceof Damaged)) throw e
    throw new BlockFault(code, `the file is damaged: ${e.message}`, 0, 0, [
      'have it written again; nothing was published',
    ])
  }
}

interface Block extends TypedBlock {
  /** a column, kept for the life of the block */
  held(c: number): Column
}

function holding(block: TypedBlock): Block {
  const columns: (Column | undefined)[] = []
  const checked = (c: number) => {
    const column = block.column(c)
    checkTexts(block.leaves[c]!, column)
    return column
  }
  return { ...block, column: (c) => columns[c] ?? checked(c), held: (c) => (columns[c] ??= checked(c)) }
}

interface Written {
  fields: readonly SchemaNode[]
  leaves: Leaf[]
  /** made when it is asked for: what nobody has looked at is held one column at a time */
  column(c: number): Column
  records: number
}

interface Read {
  block: Block
  places: Places
  root: FieldNode
  batch: Batch
}

/** The columns of what is written. Without edits and with nothing removed: the records as they were read. */
function written(
  { block, places, root, batch }: Read,
  edits: readonly Edit[],
  keep: Uint8Array,
  removed: ReadonlySet<number>,
): Written {
  const acts = edits.length > 0 || removed.size > 0
  const fields = acts ? writtenSchema(block.fields, root, removed) : withoutInt96(block.fields)
  const leaves = leavesOf(fields)
  const values = new Map(edits.map((edit) => [edit.column, edit.values]))
  const makers: ((to: Leaf) => Column)[] = []
  for (let c = 0; c < block.leaves.length; c++) {
    const node = places.leaves[c]
    const container = places.containers.find(({ first, end }) => first <= c && c < end)
    if (acts && container && removed.has(container.node.column)) continue
    if (acts && container && container.node.written !== undefined) {
      const edit = values.get(container.node.column)
      if (c === container.first && edit)
        makers.push((to) => editedContainer(container, block.column(c), to.node.type, edit))
      continue
    }
    if (acts && node && node.column >= 0 && removed.has(node.column)) continue
    const leaf = block.leaves[c]!
    const edit = node && node.column >= 0 ? values.get(node.column) : undefined
    makers.push((to) => one(leaf, to, block.column(c), edit, node, batch))
  }
  let records = 0
  for (const k of keep) records += k
  const column = (c: number) => keepRecords(makers[c]!(leaves[c]!), leaves[c]!, keep)
  return { fields, leaves, column, records }
}

function one(
  leaf: Leaf,
  to: Leaf,
  column: Column,
  edit: Values | undefined,
  node: FieldNode | undefined,
  batch: Batch,
): Column {
  const type = (to.node as LeafNode).type
  if (edit) return editedColumn(leaf, column, type, edit, batch.columns[node!.column]!)
  return leaf.node.type.physical === 'int96' && type.physical !== 'int96'
    ? asTimestamps(leaf.node.type, column, type, node?.path ?? '')
    : column
}

/** As it is read, but for the type that is not written. */
function withoutInt96(fields: readonly SchemaNode[]): SchemaNode[] {
  return writtenSchema(fields, SILENT, new Set())
}
