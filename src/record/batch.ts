/**
 * A batch: the cells of one block that a plan touches, column by column.
 * Transforms see `Values`; formats fill them from bytes and write edits back.
 */

/** What stands in a cell. Numbers keep their written form, so a number's text is its token. */
export const Kind = { null: 0, string: 1, number: 2, boolean: 3, container: 4 } as const
export type Kind = (typeof Kind)[keyof typeof Kind]

/**
 * Cells of one column. `text[i]` is the decoded string, a number's or boolean's written form,
 * '' for null, and for a container its bytes as written.
 */
export interface Values {
  text: string[]
  kind: Uint8Array
}

/** The cells found at one field path, in the order of the block. */
export interface Column extends Values {
  /** record number inside the block of each cell; several cells a record for `a[].b`, none for an absent field */
  row: Int32Array
}

/** New values for some cells of a column; `index` points into the column's cells. */
export interface Edit {
  column: number
  index: Int32Array
  values: Values
}

export function valuesOf(texts: readonly (string | null)[]): Values {
  const kind = new Uint8Array(texts.length)
  const text = texts.map((t, i) => {
    kind[i] = t === null ? Kind.null : Kind.string
    return t ?? ''
  })
  return { text, kind }
}
