import { BlockFault, type Layout } from '../format.ts'
import { checkTexts } from './cells.ts'
import { recordCount, sliceRecords, type Column } from './column.ts'
import { Damaged } from './damaged.ts'
import { openFrame, type FrameHead } from './frame.ts'
import { leavesOf, type Leaf } from './leaves.ts'
import { readColumn } from './read-column.ts'
import { longBytes } from './store.ts'
import type { Records } from './records.ts'

/** A block of pages: a column is unpacked when it is asked for. */
export function openBlock(bytes: Uint8Array, layout: Layout): Records {
  const { head, body } = openFrame(bytes)
  const fields = head.schema ?? layout.schema ?? []
  const leaves = leavesOf(fields)
  const columns: (Column | undefined)[] = []
  const column = (c: number) => columns[c] ?? columnOf(leaves[c]!, head, c, body)
  const spread = new Set<number>()
  let long = 0
  return {
    count: head.records,
    fields,
    leaves,
    column,
    held: (c) => (columns[c] ??= column(c)),
    spread(c) {
      if (spread.has(c) || head.mostLong === undefined) return
      spread.add(c)
      const { store, indexes } = column(c)
      long += longBytes(store, indexes)
      if (long > head.mostLong) throw bomb()
    },
    place: (row) => Math.floor((row * body.length) / Math.max(1, head.records)),
  }
}

function bomb(): BlockFault {
  return new BlockFault('INPUT_COMPRESSED', 'a Parquet file grows beyond all measure', 0, 0, [
    'a few bytes of it stand for long values again and again: look at it before it is unpacked',
  ])
}

function columnOf(leaf: Leaf, { records, columns }: FrameHead, c: number, body: Uint8Array): Column {
  const { codec, from, to, unpacked, skip, entries } = columns[c]!
  const read = readColumn(leaf, codec, body.subarray(from, to), unpacked)
  if (entries !== undefined && read.entries !== entries)
    throw new Damaged('a column has another number of values than the footer says')
  if (read.reps && read.entries > 0 && read.reps[0] !== 0) throw new Damaged('a column begins inside a record')
  const found = recordCount(read)
  if (found < skip + records || (entries !== undefined && found !== skip + records))
    throw new Damaged('a column has another number of records than the footer says')
  const column = sliceRecords(read, leaf, skip, skip + records, found)
  checkTexts(leaf, column)
  return column
}
