import type { Batch, Column as Cells } from '../../../record/batch.ts'
import type { FieldNode } from '../../../record/field-node.ts'
import type { Layout, ReadBlock, Slice } from '../format.ts'
import { cellsOf, containerCells, valueTexts } from './cells.ts'
import { guarded, openBlock, type Records } from './open-block.ts'
import { placesOf, type Places } from './places.ts'
import { recordBytes, type RecordBytes } from './rows.ts'
import { writeColumns } from './write-columns.ts'
import { outputOf, writtenPart } from './written.ts'

/** A block of pages: columns are unpacked when they are asked for, and those that nobody asks for when they are written. */
export function readParquet(bytes: Uint8Array, layout: Layout, root: FieldNode): ReadBlock {
  return guarded(() => {
    const block = openBlock(bytes, layout)
    const places = placesOf(block.fields, root)
    const cells = (node: FieldNode, c: number) => {
      block.spread(c)
      const { type } = block.leaves[c]!.node
      return cellsOf(block.leaves[c]!, block.held(c), node.path, valueTexts(type, block.held(c)))
    }
    return readRecords(block, places, root, layout, cells)
  })
}

/** `cells`: those of a column that somebody asks for. */
export function readRecords(
  records: Records,
  places: Places,
  root: FieldNode,
  layout: Layout,
  cells: (node: FieldNode, c: number) => Cells,
): ReadBlock & Pick<Slice, 'apart'> {
  const { leaves, count } = records
  const batch: Batch = { records: count, columns: [] }
  places.leaves.forEach((node, c) => {
    if (node && node.column >= 0) batch.columns[node.column] = cells(node, c)
  })
  for (const container of places.containers)
    batch.columns[container.node.column] = containerCells(container, records.held(container.first))
  let own: RecordBytes | undefined
  const all = () =>
    (own ??= guarded(() => {
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
      guarded(() => {
        const output = outputOf(records, places, root, edits, removed)
        const column = (c: number) => writtenPart(output, c, records, batch, edits, keep)
        return writeColumns(output.fields, output.leaves, column, kept(keep), layout.options.compression ?? 'snappy')
      }),
    apart: (edits, keep, removed) =>
      guarded(() => {
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
