import type { Format, Layout } from '../../io/formats/format.ts'
import { fieldTree, type FieldTree } from '../../plan/field-tree.ts'
import type { SourcePlan } from '../../plan/plan.ts'

/**
 * Where each record of an output ends, line end included, as the format itself reads it: a line end may stand in quotes.
 * Undefined: there is nothing to read, every column left and all records are alike.
 */
export function createRecordEnds(
  source: SourcePlan,
  tree: FieldTree,
): (format: Format, layout: Layout, written: Uint8Array) => Uint32Array | undefined {
  const own = fieldTree(source, { at: () => false, below: () => false }, 'pass')
  return (format, layout, written) => {
    if (written.length === 0) return new Uint32Array(0)
    const read = format.read(written, writtenLayout(layout, tree), own.root)
    const { records } = read.batch
    if (records === 0) return undefined
    const ends = new Uint32Array(records)
    for (let row = 1; row < records; row++) ends[row - 1] = read.record(row).byteOffset - written.byteOffset
    ends[records - 1] = written.length
    return ends
  }
}

/** As a reader of the output sees it: without the columns that left. */
export function writtenLayout(layout: Layout, tree: FieldTree): Layout {
  const { fields, options } = layout
  if (!fields && !options.partition) return layout
  const gone = new Set([...tree.removed].map((column) => tree.columns[column]!.path))
  const stays = (name: string) => !gone.has(tree.root.child(name).path)
  const partition = options.partition
    ?.filter(({ name }) => stays(name))
    .map(({ name, value, written = value }) => ({ name, value: written }))
  return {
    ...layout,
    ...(fields && { fields: fields.filter(stays) }),
    ...(partition && { options: { ...options, partition } }),
  }
}
