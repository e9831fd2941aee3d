import type { IndexedFormat, Layout } from '../format.ts'
import type { FieldNode } from '../../../record/field-node.ts'
import { readParquet } from './block.ts'
import { indexParquet } from './cut.ts'
import { assembleParquet, MAGIC } from './file-writer.ts'
import { placesOf } from './places.ts'
import { sliceParquet } from './slices.ts'

/**
 * Parquet: typed columns in row groups, which the footer at the end of a file finds. The reader believes nothing that the
 * file says of itself; the writer takes nothing over but names, types and values: bounds and dictionaries are made of
 * what is written, and other metadata has no place in it but the mark of what
 * was made up (`perde.marking`).
 */
export const parquet: IndexedFormat = {
  name: 'parquet',
  is: 'parquet',
  index: indexParquet,
  meet: (layout: Layout, root: FieldNode) => void placesOf(layout.schema ?? [], root),
  read: readParquet,
  slice: sliceParquet,
  prologue: () => MAGIC,
  assemble: assembleParquet,
}
