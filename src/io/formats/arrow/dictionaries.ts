import type { LeafNode } from '../parquet/schema.ts'
import type { Store } from '../parquet/store.ts'

/** The dictionaries of an input, by their ids. */
export type Dictionaries = ReadonlyMap<string, (leaf: LeafNode) => Store>
