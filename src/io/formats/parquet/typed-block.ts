import type { Batch, Column as Cells } from '../../../record/batch.ts'
import type { FieldNode } from '../../../record/field-node.ts'
import { BlockFault, type FaultCode, type FormatOptions, type Layout, type TypedReadBlock } from '../format.ts'
import { cellsOf, containerCells, valueTexts } from './cells.ts'
import type { Column } from './column.ts'
import { containerTexts } from './container-texts.ts'
import { Damaged } from './damaged.ts'
import type { Leaf } from './leaves.ts'
import { placesOf, type Container, type Places } from './places.ts'
import type { Records } from './records.ts'
import { recordBytes, type RecordBytes } from './rows.ts'
import type { SchemaNode } from './schema.ts'
import { outputOf, writtenPart } from './written.ts'

/** How the blocks of a format with typed columns are opened and written. */
export interface TypedForm {
  /** of a file that is not what it says */
  code: FaultCode
  open(bytes: Uint8Array, layout: Layout): Records
  write(
    fields: readonly SchemaNode[],
    leaves: readonly Leaf[],
    column: (c: number) => Column,
    records: number,
    options: FormatOptions,
  ): Uint8Array
}

/** A block of typed columns: those that nobody asks for are made when they are written. */
export function readTyped(form: TypedForm, bytes: Uint8Array, layout: Layout, root: FieldNode): TypedReadBlock {
  return guarded(form.code, () => {
    const block = form.open(bytes, layout)
    const places = placesOf(block.fields, root)
    const cells = (node: FieldNode, c: number) => {
      block.spread(c)
      const { type } = block.leaves[c]!.node
      return cellsOf(block.leaves[c]!, block.held(c), node.path, valueTexts(type, block.held(c)))
    }
    return readRecords(form, block, { places, root, layout }, cells)
  })
}

/** `cells`: those of a column that somebody asks for. */
export function readRecords(
  form: TypedForm,
  records: Records,
  { places, root, layout }: { places: Places; root: FieldNode; layout: Layout },
  cells: (node: FieldNode, c: number) => Cells,
): TypedReadBlock {
  const { leaves, count } = records
  const batch: Batch = { records: count, columns: [] }
  places.leaves.forEach((node, c) => {
    if (node && node.column >= 0) batch.columns[node.column] = cells(node, c)
  })
  for (const container of places.containers) {
    const own = containerCells(container, records.held(container.first))
    batch.columns[container.node.column] =
      layout.options.containers === 'text' ? { ...own, text: textsIn(container, records) } : own
  }
  let own: RecordBytes | undefined
  const all = () =>
    (own ??= guarded(form.code, () => {
      leaves.forEach((_, c) => records.spread(c))
      const columns = leaves.map((_, c) => records.column(c))
      return recordBytes(leaves, columns, count)
    }))
  return {
    batch,
    quarantined: [],
    record: (row) => all().bytes.subarray(row === 0 ? 0 : all().ends[row - 1], all().ends[row]),
    offset: (row) => records.place(row),
    splice: (edits, keep, removed) =>
      guarded(form.code, () => {
        const output = outputOf(records, places, root, edits, removed)
        const column = (c: number) => writtenPart(output, c, records, batch, edits, keep)
        return form.write(output.fields, output.leaves, column, kept(keep), layout.options)
      }),
    apart: (edits, keep, removed) =>
      guarded(form.code, () => {
        const output = outputOf(records, places, root, edits, removed)
        for (const { from } of output.sources) records.spread(from)
        const columns = output.leaves.map((_, c) => writtenPart(output, c, records, batch, edits, keep))
        return recordBytes(output.leaves, columns, kept(keep))
      }),
  }
}

/** How many records stay. */
export function kept(keep: Uint8Array): number {
  let n = 0
  for (const k of keep) n += k
  return n
}

/** Of a struct or list at the top of the records. */
function textsIn({ schema, first, end }: Container, { leaves, count, held }: Records): string[] {
  const columns = Array.from({ length: end - first }, (_, c) => held(first + c))
  return containerTexts(schema, leaves.slice(first, end), columns, count)
}

/** A file that is not what it says is a fault of the input, wherever it shows. */
export function guarded<T>(code: FaultCode, action: () => T): T {
  try {
    return action()
  } catch (e) {
    if (!(e instanceof Damaged)) throw e
    throw new BlockFault(code, `the file is damaged: ${e.message}`, 0, 0, [
      'have it written again; nothing was published',
    ])
  }
}
