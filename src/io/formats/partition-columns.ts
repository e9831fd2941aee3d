import { Kind, type Column } from '../../record/batch.ts'
import type { FieldNode } from '../../record/field-node.ts'
import {
  BlockFault,
  type Format,
  type Layout,
  type PartitionColumn,
  type ReadBlock,
  type SlicedBlock,
} from './format.ts'

/**
 * A format whose records have more columns than their bytes: those that the path of the file says. They are read like any
 * other, one cell a record, and never written into the records.
 */
export function withPartition(format: Format, partition: readonly PartitionColumn[]): Format {
  const { slice } = format
  return {
    ...format,
    read: (block, layout, root) => withColumns(format.read(block, layout, root), root, partition).read,
    ...(slice && {
      slice(block: Uint8Array, layout: Layout, root: FieldNode): SlicedBlock {
        const sliced = slice(block, layout, root)
        return {
          ...sliced,
          *slices() {
            for (const each of sliced.slices()) {
              const { read, without } = withColumns(each, root, partition)
              yield {
                ...read,
                put: (...spliced) => each.put(...without(...spliced)),
              }
            }
          },
        }
      },
    }),
  }
}

type Spliced = Parameters<ReadBlock['splice']>

function withColumns<R extends ReadBlock>(
  read: R,
  root: FieldNode,
  partition: readonly PartitionColumn[],
): { read: R; without: (...spliced: Spliced) => Spliced } {
  const { records, columns } = read.batch
  const own = new Set<number>()
  for (const { name, value } of partition) {
    const node = root.child(name)
    node.meet(value === null ? Kind.null : Kind.string)
    if (node.column < 0) continue
    if (columns[node.column])
      throw new BlockFault('INPUT_VALUE', 'a folder and the records have a column of the same name', 0, 0, [
        'take it out of the records, or rename the folder: nobody can tell which of the two is meant',
      ])
    own.add(node.column)
    columns[node.column] = constant(node, value, records)
  }
  const without = (...[edits, keep, removed]: Spliced): Spliced => [
    edits.filter(({ column }) => !own.has(column)),
    keep,
    new Set([...removed].filter((column) => !own.has(column))),
  ]
  const { apart } = read
  return {
    read: {
      ...read,
      splice: (...spliced: Spliced) => read.splice(...without(...spliced)),
      ...(apart && { apart: (...spliced: Spliced) => apart(...without(...spliced)) }),
    },
    without,
  }
}

function constant({ path }: FieldNode, value: string | null, records: number): Column {
  return {
    path,
    row: Int32Array.from({ length: records }, (_, row) => row),
    text: new Array<string>(records).fill(value ?? ''),
    kind: new Uint8Array(records).fill(value === null ? Kind.null : Kind.string),
  }
}
