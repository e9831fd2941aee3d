import type { Batch, Edit } from '../../record/batch.ts'

/** A document in a cell; `row`, `element`: of the cell. */
export interface CellDocument {
  /** null: the cell has none, and is asked for as one value */
  text: string | null
  row: number
  element: number
}

/** The documents of one column of cells. */
export interface InnerDocuments {
  batch: Batch
  /** each of them with edits in place, null for none; columns in `removed` leave */
  splice(edits: readonly Edit[], removed: ReadonlySet<number>): (string | null)[]
}
